# Exports the settings of Exchange Online that hybrid-audit reads.
# Run after Connect-ExchangeOnline, as a member of View-Only Organization Management.  Reads only.
#
#   .\exchange-online.ps1 -Path C:\hybrid-audit\cloud
#
# Keep "cloud", "online", "exo" or "tenant" in the name of the folder or of the files: accepted domains look alike on both
# sides, and only the path tells them apart.
param([string]$Path = (Join-Path $env:USERPROFILE 'Desktop\hybrid-audit\cloud'))

$culture = [Globalization.CultureInfo]::InvariantCulture
$exported = @()
New-Item -ItemType Directory -Path $Path -Force | Out-Null
$Path = (Resolve-Path $Path).Path

function Join-Items($Items) { @($Items | Where-Object { $_ -ne $null } | ForEach-Object { "$_" }) -join '|' }
function Format-Utc($Date) { if ($Date) { ([datetime]$Date).ToUniversalTime().ToString('yyyy-MM-ddTHH:mm:ssZ', $culture) } }

# A row of EXO-_collector.csv.  No count says that the export failed.
function Add-Result([string]$Kind, [string]$Count, [string]$Failure) {
    $script:exported += New-Object PSObject -Property @{ Kind = "EXO-$Kind"; Count = $Count; CollectedUtc = (Format-Utc (Get-Date));
        Computer = $env:COMPUTERNAME; Culture = (Get-Culture).Name; PSVersion = "$($PSVersionTable.PSVersion)"; Failure = $Failure }
}

# Writes one kind; "*" marks a list.  Without objects the header alone says that there are none; after an error without objects
# no file says that it is not known.  The commands come from a module and do not see $ErrorActionPreference: what went wrong in
# them shows in $Error only.
function Export-Kind([string]$Kind, [scriptblock]$Command, [string[]]$Columns) {
    $failure = $null
    $objects = @()
    $file = Join-Path $Path "EXO-$Kind.csv"
    if (Test-Path $file) { Remove-Item $file }     # of an earlier run
    $Error.Clear()
    try { $objects = @(& $Command | Where-Object { $_ -ne $null }) } catch { $failure = $_ }
    if (-not $failure -and -not $objects.Count -and $Error.Count) { $failure = $Error[0] }
    if ($failure) {
        Write-Warning "$Kind was not exported: $failure"
        Add-Result $Kind '' "$failure"
        return
    }
    if ($Error.Count) { Write-Warning "$Kind may not be whole: $($Error[0])" }
    if ($objects.Count -gt 0) {
        $present = @($objects[0].PSObject.Properties | ForEach-Object { $_.Name })
        $Columns = @($Columns | Where-Object { $present -contains $_.TrimStart('*') })
    }
    $lines = @('"' + (@($Columns | ForEach-Object { $_.TrimStart('*') }) -join '","') + '"')
    foreach ($object in $objects) {
        $cells = @(foreach ($column in $Columns) {
                $value = $object.($column.TrimStart('*'))
                $text = if ($column[0] -eq '*') { Join-Items $value } else { "$value" }
                '"' + $text.Replace('"', '""') + '"'
            })
        $lines += $cells -join ','
    }
    [IO.File]::WriteAllText($file, ($lines -join "`r`n") + "`r`n", (New-Object Text.UTF8Encoding $true))
    Add-Result $Kind $objects.Count ''
    Write-Host "$Kind`: $($objects.Count)"
}

$ErrorActionPreference = 'Stop'

Export-Kind 'AcceptedDomain' { Get-AcceptedDomain } 'Name', 'DomainName', 'DomainType', 'Default', 'MatchSubDomains', 'InitialDomain',
    'AuthenticationType'
Export-Kind 'InboundConnector' { Get-InboundConnector } 'Name', 'Enabled', 'ConnectorType', 'ConnectorSource', '*SenderDomains',
    '*SenderIPAddresses', 'RequireTls', 'RestrictDomainsToCertificate', 'RestrictDomainsToIPAddresses', 'TlsSenderCertificateName',
    'CloudServicesMailEnabled', 'TreatMessagesAsInternal'
Export-Kind 'OutboundConnector' { Get-OutboundConnector } 'Name', 'Enabled', 'ConnectorType',
    'ConnectorSource', '*RecipientDomains', '*SmartHosts', 'UseMXRecord', 'TlsSettings', 'TlsDomain', 'RouteAllMessagesViaOnPremises',
    'AllAcceptedDomains', 'CloudServicesMailEnabled', 'IsTransportRuleScoped', 'IsValidated'
Export-Kind 'OrganizationRelationship' { Get-OrganizationRelationship } 'Name', '*DomainNames', 'TargetAutodiscoverEpr', 'TargetSharingEpr'
Export-Kind 'MigrationEndpoint' { Get-MigrationEndpoint } 'Identity', 'EndpointType', 'RemoteServer'

$exported | Select-Object Kind, Count, CollectedUtc, Computer, Culture, PSVersion, Failure |
    Export-Csv (Join-Path $Path 'EXO-_collector.csv') -NoTypeInformation -Encoding UTF8
Write-Host "Done. The files are in $Path"
