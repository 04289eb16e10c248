#!/bin/sh
named-checkzone -D -o contoso.com.zone contoso.com /etc/bind/db.contoso.com
