{{/* What an operator should know before the first customer comes: (list root services) */}}
{{- define "tradewind.warnings" -}}
{{- $services := index . 1 }}{{ with (index . 0).Values }}
{{- if ne (include "tradewind.kafka.tls" (index $ 0)) "true" }}

WARNING: the brokers are spoken to without TLS (kafka.tls).
{{- end }}
{{- if eq .kafka.authentication "none" }}

WARNING: the services have no identity at the brokers (kafka.authentication).
{{- end }}
{{- if lt (int .kafka.topics.replication) 3 }}

WARNING: a topic has fewer than three copies (kafka.topics.replication): the loss of one broker stops writing or loses messages.
{{- end }}
{{- if not .redis.tls }}

WARNING: Redis is spoken to without TLS (redis.tls).
{{- end }}
{{- if hasPrefix "http://" .paymentProvider.url }}

WARNING: the payment provider is spoken to without TLS (paymentProvider.url).
{{- end }}
{{- if eq .mail.tls "none" }}

WARNING: the SMTP server is spoken to without TLS, and letters carry tokens (mail.tls).
{{- end }}
{{- if not .networkPolicy.enabled }}

WARNING: every pod of the cluster may call the services and read their metrics (networkPolicy.enabled).
{{- end }}
{{- range $key, $service := $services }}
{{- if lt (include "tradewind.fewest" $service | int) 2 }}

WARNING: {{ $key }} has one pod: an update of its node interrupts it.
{{- end }}
{{- if not (hasPrefix "verify" $service.database.sslMode) }}

WARNING: {{ $key }} does not verify who its PostgreSQL is (database.sslMode).
{{- end }}
{{- if and (eq $key "inventory-service") (ne (toString $service.env.TRADEWIND_FIRST_PRODUCTS) "true") }}

NOTE: the catalogue starts empty. Staff fill it by PUT /api/inventory/products/SKU; for ten teas, among them what helm test
orders, set services.inventory-service.env.TRADEWIND_FIRST_PRODUCTS=true.
{{- end }}
{{- end }}
{{- end }}
{{- end }}

{{/* The secrets that the pods mount and cannot start without: (list root services) */}}
{{- define "tradewind.secretNames" -}}
{{- $root := index . 0 }}{{ $names := list -}}
{{- range index . 1 -}}
{{- range include "tradewind.volumes" (list $root .) | fromYamlArray -}}
{{- range (.projected | default dict).sources -}}
{{- if and .secret (not .secret.optional) }}{{ $names = append $names .secret.name }}{{ end -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- $names | uniq | sortAlpha | toYaml -}}
{{- end }}
