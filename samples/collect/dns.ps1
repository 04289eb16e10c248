# Exports DNS zones from a Windows DNS server for hybrid-audit.  Run on the server, as a member of DnsAdmins.
# Works from Windows Server 2008 R2 on (PowerShell 2), with dnscmd.exe.  The zones are not changed.
#
#   .\dns.ps1 -View internal -Zones contoso.com,fabrikam.com
#   .\dns.ps1 -View external                                  # every primary zone of the server
#   .\dns.ps1 -View external -Scope internet                  # from Windows Server 2016 on, where policies choose among zone scopes
#
# -View says whether the Internet or only the company sees these zones; the folder is named after it.  It cannot be
# read from a zone, and the answers differ: send the public zones, and the internal copies of them if there are any.
# dnscmd.exe exports the default scope only.  Which scope the Internet sees is in the policies: Get-DnsServerQueryResolutionPolicy.
param(
    [Parameter(Mandatory = $true)][ValidateSet('external', 'internal')][string]$View,
    [string[]]$Zones,
    [string]$Scope,
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

# No command writes a zone scope as a zone file.  Of a record of another type only its name and type are kept.
function Format-Data($Type, $Data) {
    switch ($Type) {
        'A' { "$($Data.IPv4Address)" }
        'AAAA' { "$($Data.IPv6Address)" }
        'CNAME' { $Data.HostNameAlias }
        'DNAME' { $Data.DomainNameAlias }
        'MX' { "$($Data.Preference) $($Data.MailExchange)" }
        'NS' { $Data.NameServer }
        'SRV' { "$($Data.Priority) $($Data.Weight) $($Data.Port) $($Data.DomainName)" }
        'SOA' {
            "$($Data.PrimaryServer) $($Data.ResponsiblePerson) $($Data.SerialNumber) " + (@($Data.RefreshInterval, $Data.RetryDelay,
                $Data.ExpireLimit, $Data.MinimumTimeToLive | ForEach-Object { [int64]$_.TotalSeconds }) -join ' ')
        }
        'TXT' {
            @([regex]::Matches("$($Data.DescriptiveText)", '(?s).{1,255}') | ForEach-Object {
                    '"' + $_.Value.Replace('\', '\\').Replace('"', '\"') + '"' }) -join ' '
        }
    }
}

function Export-Scope([string]$Zone) {
    $records = @(Get-DnsServerResourceRecord -ZoneName $Zone -ZoneScope $Scope -ErrorAction Stop)
    $lines = @("`$ORIGIN $Zone.") + @($records | Sort-Object { $_.RecordType -ne 'SOA' } | ForEach-Object {
            "$($_.HostName) $([int64]$_.TimeToLive.TotalSeconds) IN $($_.RecordType) $(Format-Data $_.RecordType $_.RecordData)" })
    [IO.File]::WriteAllText((Join-Path (Resolve-Path $target).Path "$Zone.zone"), ($lines -join "`r`n") + "`r`n")
    Write-Host "$Zone, scope $Scope`: $($records.Count) records -> $target"
}

if ($Scope) {
    foreach ($zone in $Zones) {
        try { Export-Scope $zone } catch { Write-Warning "$zone has no scope $Scope, or it was not exported: $_" }
    }
    return
}

foreach ($zone in $Zones) {
    $file = "$zone.hybrid-audit.dns"
    $source = Join-Path $system $file
    if (Test-Path $source) { Remove-Item $source }     # dnscmd does not overwrite
    dnscmd.exe . /ZoneExport $zone $file | Out-Null
    if ($LASTEXITCODE -ne 0 -or -not (Test-Path $source)) { Write-Warning "$zone was not exported (dnscmd: $LASTEXITCODE)"; continue }
    Move-Item $source (Join-Path $target "$zone.dns") -Force
    Write-Host "$zone -> $target"
}
