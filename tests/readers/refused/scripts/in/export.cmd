@echo off
dnscmd . /ZoneExport contoso.com contoso.com.export.dns
