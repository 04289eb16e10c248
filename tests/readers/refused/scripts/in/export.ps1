#requires -version 2
param([string]$Folder = "C:\export")

function Join-Values($v) { @($v) -join "|" }

Get-AcceptedDomain | Export-Csv "$Folder\AcceptedDomain.csv" -NoTypeInformation
