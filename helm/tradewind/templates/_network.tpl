{{/* Leave to call an endpoint: (dict "what" "value's path" "endpoints" "host:port,..." "peers" [...]) */}}
{{- define "tradewind.egress" -}}
{{- $ports := list -}}
{{- range splitList "," .endpoints -}}
{{- $host := regexReplaceAll ":[0-9]+$" (trim .) "" -}}
{{- if and (contains "." $host) (not $.peers) -}}
{{- fail (printf "%s: %s is outside this namespace. Say who answers there in %s.peers (NetworkPolicy peers), or set networkPolicy.enabled=false" $.what $host $.what) -}}
{{- end -}}
{{- $ports = append $ports (regexFind "[0-9]+$" (trim .)) -}}
{{- end -}}
- to: {{- toYaml (.peers | default (list (dict "podSelector" dict))) | nindent 4 }}
  ports: {{- range uniq $ports }}
    - {protocol: TCP, port: {{ . }}}
  {{- end }}
{{- end }}

{{/* host:port of a URL, with the scheme's own port when it names none */}}
{{- define "tradewind.endpoint" -}}
{{- $url := urlParse . -}}
{{- if regexMatch ":[0-9]+$" $url.host }}{{ $url.host }}{{ else }}{{ $url.host }}:{{ ternary "443" "80" (eq $url.scheme "https") }}{{ end -}}
{{- end }}

{{/* Whom a service calls: (list root service) */}}
{{- define "tradewind.calls" -}}
{{- $service := index . 1 }}{{ with (index . 0).Values -}}
{{ include "tradewind.egress" (dict "what" "defaults.database" "endpoints" (printf "%s:%v" $service.database.host $service.database.port) "peers" $service.database.peers) }}
{{ include "tradewind.egress" (dict "what" "kafka" "endpoints" .kafka.bootstrapServers "peers" .kafka.peers) }}
{{- if .tokens.jwksUrl }}
{{ include "tradewind.egress" (dict "what" "tokens" "endpoints" (include "tradewind.endpoint" .tokens.jwksUrl) "peers" .tokens.peers) }}
{{- end }}
{{- if has "redis" $service.uses }}
{{ include "tradewind.egress" (dict "what" "redis" "endpoints" (printf "%s:%v" .redis.host .redis.port) "peers" .redis.peers) }}
{{- end }}
{{- if has "paymentProvider" $service.uses }}
{{ include "tradewind.egress" (dict "what" "paymentProvider" "endpoints" (include "tradewind.endpoint" .paymentProvider.url) "peers" .paymentProvider.peers) }}
{{- end }}
{{- if has "mail" $service.uses }}
{{ include "tradewind.egress" (dict "what" "mail" "endpoints" (printf "%s:%v" .mail.host .mail.port) "peers" .mail.peers) }}
{{- end }}
{{- if .telemetry.enabled }}
{{ include "tradewind.egress" (dict "what" "telemetry" "endpoints" (include "tradewind.endpoint" .telemetry.endpoint) "peers" .telemetry.peers) }}
{{- end }}
{{- end }}
{{- end }}
