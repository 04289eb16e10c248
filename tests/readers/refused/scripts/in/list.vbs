Option Explicit
Dim fso
Set fso = CreateObject("Scripting.FileSystemObject")
WScript.Echo "done"
