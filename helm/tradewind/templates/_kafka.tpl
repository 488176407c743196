{{/* kafka.properties: what Kafka's clients are told; secrets are read by Kafka's own provider from the files beside it */}}
{{- define "tradewind.kafka.properties" -}}
{{- $folder := "/opt/tradewind/kafka" }}{{ $kafka := .Values.kafka }}{{ $scram := eq $kafka.authentication "scram-sha-512" -}}
{{- $protocol := eq (include "tradewind.kafka.tls" .) "true" | ternary "SSL" "PLAINTEXT" -}}
security.protocol={{ $scram | ternary (printf "SASL_%s" $protocol) $protocol }}
{{- if ne $kafka.authentication "none" }}
config.providers=directory
config.providers.directory.class=org.apache.kafka.common.config.provider.DirectoryConfigProvider
{{- end }}
{{- if $scram }}
sasl.mechanism=SCRAM-SHA-512
sasl.jaas.config=${directory:{{ $folder }}:sasl.jaas.config}
{{- else if eq $kafka.authentication "tls" }}
ssl.keystore.type=PKCS12
ssl.keystore.location={{ $folder }}/user.p12
ssl.keystore.password=${directory:{{ $folder }}:user.password}
{{- end }}
{{- if $kafka.ca.existingSecret }}
ssl.truststore.type=PEM
ssl.truststore.location={{ $folder }}/ca.crt
{{- end }}
{{- range $setting, $value := $kafka.properties }}
{{ $setting }}={{ $value }}
{{- end }}
{{- end }}

{{/* A client certificate is shown by TLS alone */}}
{{- define "tradewind.kafka.tls" -}}
{{- or .Values.kafka.tls (eq .Values.kafka.authentication "tls") -}}
{{- end }}

{{/* kafka.properties and the files of an identity: (list root secret) */}}
{{- define "tradewind.kafka.files" -}}
{{- $root := index . 0 }}{{ $secret := index . 1 }}{{ $kafka := $root.Values.kafka -}}
- configMap:
    name: {{ include "tradewind.name" (list $root "tradewind-kafka") }}
{{- if eq $kafka.authentication "scram-sha-512" }}
{{ include "tradewind.source" (list $secret "sasl.jaas.config" "sasl.jaas.config") }}
{{- else if eq $kafka.authentication "tls" }}
{{ include "tradewind.source" (list $secret "user.p12" "user.p12") }}
{{ include "tradewind.source" (list $secret "user.password" "user.password") }}
{{- end }}
{{- with $kafka.ca }}{{ if .existingSecret }}
{{ include "tradewind.source" (list .existingSecret .key "ca.crt") }}
{{- end }}{{ end }}
{{- end }}

{{/* Whose rights create the topics; where nobody has to, the service's own suffice to look: (list root service) */}}
{{- define "tradewind.kafka.setupIdentity" -}}
{{- $kafka := (index . 0).Values.kafka -}}
{{- if and $kafka.topics.create (not $kafka.strimzi.enabled) -}}
{{ $kafka.topics.existingSecret | default (include "tradewind.name" (list (index . 0) "tradewind-topics")) }}
{{- else -}}
{{ (index . 1).kafka.existingSecret }}
{{- end -}}
{{- end }}

{{/* The topics of shared-lib's one file: {name: {partitions, cleanup}} */}}
{{- define "tradewind.kafka.topics" -}}
{{- $topics := dict -}}
{{- range .Files.Lines "files/topics.properties" -}}
{{- if regexMatch "^[a-z]" . -}}
{{- $parts := regexSplit "\\s*[=,]\\s*" (trim .) -1 -}}
{{- $_ := set $topics (first $parts) (dict "partitions" (index $parts 1) "cleanup" (ternary "compact" "delete" (has "compact" $parts))) -}}
{{- end -}}
{{- end -}}
{{- toYaml $topics -}}
{{- end }}
