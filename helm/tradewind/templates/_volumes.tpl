{{/* One key of a secret as a file of a projected volume: (list secret key file [optional]) */}}
{{- define "tradewind.source" -}}
- secret:
    name: {{ index . 0 }}
    {{- if and (gt (len .) 3) (index . 3) }}
    optional: true
    {{- end }}
    items:
      - {key: {{ index . 1 }}, path: {{ index . 2 }}}
{{- end }}

{{/* The volumes of a service: what Liberty writes, and secrets as files named after their variables: (list root service) */}}
{{- define "tradewind.volumes" -}}
{{- $root := index . 0 }}{{ $service := index . 1 }}{{ $database := $service.database -}}
- {name: output, emptyDir: {sizeLimit: 1Gi}}
- {name: tmp, emptyDir: {sizeLimit: 256Mi}}
- name: secrets
  projected:
    sources:
      {{- include "tradewind.source" (list $database.existingSecret $database.passwordKey (printf "%s_DB_PASSWORD" (upper $service.id))) | nindent 6 }}
      {{- range $variable, $secret := $service.secrets }}
      {{- include "tradewind.source" (list $secret.existingSecret $secret.key $variable $secret.optional) | nindent 6 }}
      {{- end }}
- name: kafka
  projected:
    sources: {{- include "tradewind.kafka.files" (list $root $service.kafka.existingSecret) | nindent 6 }}
- name: server
  configMap:
    name: {{ include "tradewind.name" (list $root "tradewind-server") }}
- name: setup-secrets
  projected:
    sources:
      {{- include "tradewind.source" (list $database.owner.existingSecret $database.owner.passwordKey (printf "%s_DB_OWNER_PASSWORD" (upper $service.id))) | nindent 6 }}
- name: setup-kafka
  projected:
    sources: {{- include "tradewind.kafka.files" (list $root (include "tradewind.kafka.setupIdentity" .)) | nindent 6 }}
{{- with include "tradewind.certificates" . }}
- name: certificates
  projected:
    sources: {{- . | nindent 6 }}
{{- end }}
{{- end }}

{{/* Certificates and keys, apart from the secrets, each of which Liberty reads as a line of text: (list root service) */}}
{{- define "tradewind.certificates" -}}
{{- $values := (index . 0).Values -}}
{{- with (index . 1).database.ca }}{{ if .existingSecret }}
{{ include "tradewind.source" (list .existingSecret .key "database.crt") }}
{{- end }}{{ end }}
{{- with $values.tls }}{{ if .existingSecret }}
{{ include "tradewind.source" (list .existingSecret .key "keystore.p12") }}
{{- end }}{{ end }}
{{- with $values.trust }}{{ if .existingConfigMap }}
- configMap:
    name: {{ .existingConfigMap }}
    items:
      - {key: {{ .key }}, path: truststore.p12}
{{- end }}{{ end }}
{{- end }}
