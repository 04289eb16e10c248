# Exports DNS zones from a Windows DNS server for hybrid-audit.  Run on the server, as a member of DnsAdmins.
# Works from Windows Server 2008 R2 on (PowerShell 2), with dnscmd.exe.  The zones are not changed.
#
#   .\dns.ps1 -View internal -Zones contoso.com,fabrikam.com
#   .\dns.ps1 -View external                                  # every primary zone of the server
#
# -View says whether the Internet or only the company sees these zones; the folder is named after it.  It cannot be
# read from a zone, and the answers differ: send the public zones, and the internal copies of them if there are any.
param(
    [Parameter(Mandatory = $true)][ValidateSet('external', 'internal')][string]$View,
    [string[]]$Zones,
    [string]$Path = (Join-Path $env:USERPROFILE 'Desktop\hybrid-audit\dns')
)

$target = Join-Path $Path $View
$system = Join-Path $env:windir 'System32\dns'
New-Item -ItemType Directory -Path $target -Force | Out-Null

# "contoso.com   Primary   AD-Domain   Secure Aging": the first word of the lines with a primary forward zone.
if (-not $Zones) {
    $Zones = @(dnscmd.exe . /EnumZones /Primary /Forward | ForEach-Object {
            if ($_ -match '^\s*(\S+)\s+Primary\s') { $matches[1] }
        } | Where-Object { $_ -notmatch '^(\.|TrustAnchors)$' })
}
if (-not $Zones) { throw 'No primary zone was found. Name the zones with -Zones.' }

foreach ($zone in $Zones) {
    $file = "$zone.hybrid-audit.dns"
    $source = Join-Path $system $file
    if (Test-Path $source) { Remove-Item $source }     # dnscmd does not overwrite
    dnscmd.exe . /ZoneExport $zone $file | Out-Null
    if ($LASTEXITCODE -ne 0 -or -not (Test-Path $source)) { Write-Warning "$zone was not exported (dnscmd: $LASTEXITCODE)"; continue }
    Move-Item $source (Join-Path $target "$zone.dns") -Force
    Write-Host "$zone -> $target"
}
