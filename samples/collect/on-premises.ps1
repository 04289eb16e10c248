# Exports the settings of an on-premises Exchange organisation that hybrid-audit reads.
# Run in the Exchange Management Shell of Exchange 2010 or later, as a member of View-Only Organization Management;
# the certificates of other servers need Organization Management.  Reads only; writes files below -Path.
#
#   .\on-premises.ps1 -Path C:\hybrid-audit\exchange
#
# Export-Csv alone would write the class name of a list in place of its items, so lists are joined by "|" and dates
# are written in UTC.  Nothing newer than PowerShell 2 is used: Exchange 2010 has no other.
param([string]$Path = (Join-Path $env:USERPROFILE 'Desktop\hybrid-audit\exchange'))

$culture = [Globalization.CultureInfo]::InvariantCulture
$exported = @()
New-Item -ItemType Directory -Path $Path -Force | Out-Null
$Path = (Resolve-Path $Path).Path

function Join-Items($Items) { @($Items | Where-Object { $_ -ne $null } | ForEach-Object { "$_" }) -join '|' }
function Format-Utc($Date) { if ($Date) { ([datetime]$Date).ToUniversalTime().ToString('yyyy-MM-ddTHH:mm:ssZ', $culture) } }

# One column: a list, a date, or the text of a value.
function Get-Cell($Object, [string]$Column) {
    $name = $Column.TrimStart('*', '@')
    $value = $Object.$name
    if ($Column[0] -eq '*') { return Join-Items $value }
    if ($Column[0] -eq '@') { return Format-Utc $value }
    if ($value -eq $null) { return '' }
    return "$value"
}

# A row of _collector.csv.  No count says that the export failed.
function Add-Result([string]$Kind, [string]$Count, [string]$Failure) {
    $script:exported += New-Object PSObject -Property @{ Kind = $Kind; Count = $Count; CollectedUtc = (Format-Utc (Get-Date));
        Computer = $env:COMPUTERNAME; Culture = (Get-Culture).Name; PSVersion = "$($PSVersionTable.PSVersion)"; Failure = $Failure }
}

# Writes one kind.  "*" marks a list, "@" a date.  A column that this version of Exchange does not have is left out, which
# is not the same as an empty one.  Without objects the header alone is written: it says that there are none.  After an
# error without objects nothing is written: that says that it is not known.  The commands of Exchange run in another session
# and do not see $ErrorActionPreference: what went wrong in them shows in $Error only.
function Export-Kind([string]$Kind, [scriptblock]$Command, [string[]]$Columns) {
    $failure = $null
    $objects = @()
    $file = Join-Path $Path "$Kind.csv"
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
        $Columns = @($Columns | Where-Object { $present -contains $_.TrimStart('*', '@') })
    }
    $names = @($Columns | ForEach-Object { $_.TrimStart('*', '@') })
    $lines = @('"' + ($names -join '","') + '"')
    foreach ($object in $objects) {
        $cells = @($Columns | ForEach-Object { '"' + ([string](Get-Cell $object $_)).Replace('"', '""') + '"' })
        $lines += $cells -join ','
    }
    [IO.File]::WriteAllText($file, ($lines -join "`r`n") + "`r`n", (New-Object Text.UTF8Encoding $true))
    Add-Result $Kind $objects.Count ''
    Write-Host "$Kind`: $($objects.Count)"
}

$ErrorActionPreference = 'Stop'

Export-Kind 'AcceptedDomain' { Get-AcceptedDomain } 'Name', 'DomainName', 'DomainType', 'Default', 'MatchSubDomains', 'IsCoexistenceDomain'
Export-Kind 'HybridConfiguration' { Get-HybridConfiguration } '*Domains', '*ClientAccessServers', '*TransportServers',
    '*ReceivingTransportServers', '*SendingTransportServers', '*EdgeTransportServers', 'OnPremisesSmartHost', '*ExternalIPAddresses',
    '*Features', 'TlsCertificateName', 'SecureMailCertificateThumbprint'
Export-Kind 'ReceiveConnector' { Get-ReceiveConnector } 'Identity', 'Server', 'Enabled', 'TransportRole', 'Fqdn', '*Bindings',
    '*RemoteIPRanges', 'TlsCertificateName', '*TlsDomainCapabilities', 'AuthMechanism', 'PermissionGroups', 'RequireTLS'
Export-Kind 'SendConnector' { Get-SendConnector } 'Name', 'Enabled', '*AddressSpaces', '*SmartHosts', 'DNSRoutingEnabled',
    'TlsAuthLevel', 'TlsDomain', 'TlsCertificateName', 'RequireTLS', 'IgnoreSTARTTLS', 'DomainSecureEnabled', 'CloudServicesMailEnabled',
    'IsCoexistenceConnector', 'Fqdn', '*SourceTransportServers'
Export-Kind 'ExchangeServer' { Get-ExchangeServer } 'Name', 'Fqdn', 'AdminDisplayVersion', 'Edition', 'ServerRole',
    'IsExchangeTrialEdition', 'IsExpiredExchangeTrialEdition', 'Site'

# The rest asks server by server.  The list is finished first: two remote commands cannot run inside each other.
$servers = @(Get-ExchangeServer | Where-Object { "$($_.ServerRole)" -notmatch 'Edge|ProvisionedServer' })

# Update rollups and security updates do not show in AdminDisplayVersion; the version of ExSetup.exe tells them.
$builds = @()
foreach ($server in $servers) {
    try {
        $version = Invoke-Command -ComputerName "$($server.Fqdn)" { (Get-Command ExSetup.exe).FileVersionInfo.FileVersion }
        if (-not $version) { throw 'no answer' }
        $builds += New-Object PSObject -Property @{ Name = "$($server.Name)"; ExSetupVersion = "$version" }
    } catch {
        Write-Warning "$($server.Name): the version of ExSetup.exe could not be read. Write it into ExchangeBuild.csv by hand. ($_)"
    }
}
Export-Kind 'ExchangeBuild' { if (-not $builds.Count) { throw 'no server told its version' }; $builds } 'Name', 'ExSetupVersion'

# No row for a server says that its certificates are not known: every server has one at least.
$certificates = @()
foreach ($server in $servers) {
    $Error.Clear()
    try {
        $found = @(Get-ExchangeCertificate -Server "$($server.Name)" | Where-Object { $_ -ne $null })
        if (-not $found.Count -and $Error.Count) { throw $Error[0] }
        if (-not $found.Count) { throw 'none was returned' }
        foreach ($certificate in $found) {
            $certificates += $certificate | Select-Object @{ n = 'Server'; e = { "$($server.Name)" } }, Thumbprint, Subject, Issuer, NotBefore,
                NotAfter, Services, CertificateDomains, RootCAType, Status, HasPrivateKey, IsSelfSigned, SerialNumber, FriendlyName, RawData
        }
    } catch { Write-Warning "$($server.Name): certificates were not exported: $_" }
}
Export-Kind 'ExchangeCertificate' { if (-not $certificates.Count) { throw 'no server returned a certificate' }; $certificates } 'Server',
    'Thumbprint', 'Subject', 'Issuer', '@NotBefore', '@NotAfter', 'Services', '*CertificateDomains', 'RootCAType', 'Status', 'HasPrivateKey',
    'IsSelfSigned', 'SerialNumber', 'FriendlyName'

# The certificates themselves, once each.  RawData is the public part: no private key leaves the server.
$folder = Join-Path $Path 'certificates'
New-Item -ItemType Directory -Path $folder -Force | Out-Null
foreach ($certificate in $certificates) {
    if ("$($certificate.Status)" -eq 'PendingRequest') { continue }
    if (-not $certificate.RawData) {
        Write-Warning "$($certificate.Thumbprint) on $($certificate.Server): no file. Export it by hand, without its private key."
        continue
    }
    $text = [Convert]::ToBase64String([byte[]]$certificate.RawData, [Base64FormattingOptions]::InsertLineBreaks)
    [IO.File]::WriteAllText((Join-Path $folder "$($certificate.Thumbprint).pem"),
        "-----BEGIN CERTIFICATE-----`r`n$text`r`n-----END CERTIFICATE-----`r`n")
}

# The issuers' certificates of this computer's stores complete the chains.
$issuers = @($certificates | ForEach-Object { "$($_.Issuer)" })
$known = @(Get-ChildItem Cert:\LocalMachine\CA) + @(Get-ChildItem Cert:\LocalMachine\Root)
foreach ($depth in 1..4) {
    foreach ($certificate in @($known | Where-Object { $issuers -contains $_.Subject })) {
        $text = [Convert]::ToBase64String($certificate.RawData, [Base64FormattingOptions]::InsertLineBreaks)
        [IO.File]::WriteAllText((Join-Path $folder "issuer-$($certificate.Thumbprint).pem"),
            "-----BEGIN CERTIFICATE-----`r`n$text`r`n-----END CERTIFICATE-----`r`n")
        $issuers += $certificate.Issuer
    }
}

# Only from Active Directory where the version can: asking every web server takes minutes, and fails for those that are down.
function Get-Directories([string]$Name) {
    if ((Get-Command $Name).Parameters.ContainsKey('ADPropertiesOnly')) { & $Name -ADPropertiesOnly } else { & $Name }
}

if (Get-Command Get-ClientAccessService -ErrorAction SilentlyContinue) { $clientAccess = { Get-ClientAccessService } }
else { $clientAccess = { Get-ClientAccessServer } }
Export-Kind 'ClientAccess' $clientAccess 'Name', 'Fqdn', 'AutoDiscoverServiceInternalUri'
Export-Kind 'WebServicesVirtualDirectory' { Get-Directories 'Get-WebServicesVirtualDirectory' } 'Identity', 'Server', 'InternalUrl',
    'ExternalUrl', 'MRSProxyEnabled'
Export-Kind 'AutodiscoverVirtualDirectory' { Get-Directories 'Get-AutodiscoverVirtualDirectory' } 'Identity', 'Server', 'InternalUrl',
    'ExternalUrl'
Export-Kind 'OrganizationRelationship' { Get-OrganizationRelationship } 'Name', '*DomainNames', 'TargetAutodiscoverEpr', 'TargetSharingEpr'

$exported | Select-Object Kind, Count, CollectedUtc, Computer, Culture, PSVersion, Failure |
    Export-Csv (Join-Path $Path '_collector.csv') -NoTypeInformation -Encoding UTF8
Write-Host "Done. The files are in $Path"
