Add-PSSnapin Microsoft.Exchange.Management.PowerShell.E2010
Get-ReceiveConnector | Format-List > receive.txt
