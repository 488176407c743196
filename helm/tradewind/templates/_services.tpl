{{/* The enabled services, each merged over the defaults and with its defaults by name filled in: {key: service} */}}
{{- define "tradewind.services" -}}
{{- $services := dict -}}
{{- range $key, $own := .Values.services -}}
{{- $service := mergeOverwrite (deepCopy $.Values.defaults) (deepCopy $own) -}}
{{- if $service.enabled -}}
{{- if not $service.id }}{{ fail (printf "services.%s.id: every service has one" $key) }}{{ end -}}
{{- if le (int $service.terminationGracePeriodSeconds) (add (int $service.preStopSeconds) 30) -}}
{{- fail (printf "services.%s: terminationGracePeriodSeconds must exceed preStopSeconds + 30, the time in which Liberty lets requests finish" $key) -}}
{{- end -}}
{{- $name := include "tradewind.name" (list $ $key) -}}
{{- $database := $service.database -}}
{{- $_ := set $service "name" $name -}}
{{- $_ := set $service.image "repository" ($service.image.repository | default $service.id) -}}
{{- $_ := set $database "name" ($database.name | default $service.id) -}}
{{- $_ := set $database "user" ($database.user | default $service.id) -}}
{{- $_ := set $database "existingSecret" ($database.existingSecret | default (printf "%s-database" $name)) -}}
{{- $_ := set $database.owner "user" ($database.owner.user | default (printf "%s_owner" $service.id)) -}}
{{- $_ := set $database.owner "existingSecret" ($database.owner.existingSecret | default (printf "%s-database-owner" $name)) -}}
{{- $_ := set $service.kafka "existingSecret" ($service.kafka.existingSecret | default $name) -}}
{{- $_ := set $services $key $service -}}
{{- end -}}
{{- end -}}
{{- toYaml $services -}}
{{- end }}

{{/* How many pods a service has at least */}}
{{- define "tradewind.fewest" -}}
{{- if .autoscaling.enabled }}{{ .autoscaling.minReplicas }}{{ else }}{{ .replicas }}{{ end -}}
{{- end }}

{{/* The settings of a service that are no secrets: (list root service) */}}
{{- define "tradewind.settings" -}}
{{- $root := index . 0 }}{{ $service := index . 1 }}{{ $values := $root.Values -}}
{{- $prefix := printf "%s_DB_" (upper $service.id) -}}
{{- $settings := dict
  "HTTP_PORT" "9080"
  "HTTPS_PORT" (ternary "9443" "-1" (eq $values.exposure.termination "reencrypt"))
  "WLP_LOGGING_CONSOLE_FORMAT" "json" "WLP_LOGGING_MESSAGE_FORMAT" "json"
  "JWKS_URL" ($values.tokens.jwksUrl | default (printf "http://%s:9080/api/users/jwks" (include "tradewind.name" (list $root "user-service"))))
  "JWT_ISSUER" $values.tokens.issuer "JWT_AUDIENCE" $values.tokens.audience "JWT_ALGORITHM" $values.tokens.algorithm "JWT_ROLES_CLAIM" $values.tokens.rolesClaim
  (printf "%sHOST" $prefix) $service.database.host
  (printf "%sPORT" $prefix) ($service.database.port | toString)
  (printf "%sNAME" $prefix) $service.database.name
  (printf "%sUSER" $prefix) $service.database.user
  (printf "%sPOOL" $prefix) ($service.database.pool | toString)
  (printf "%sSSLMODE" $prefix) $service.database.sslMode
  "KAFKA_BOOTSTRAP_SERVERS" $values.kafka.bootstrapServers
  "KAFKA_CLIENT_PROPERTIES" "/opt/tradewind/kafka/kafka.properties"
  "TRACES_DISABLED" (ternary "false" "true" $values.telemetry.enabled)
-}}
{{- if $service.database.ca.existingSecret }}{{ $_ := set $settings (printf "%sSSLROOTCERT" $prefix) "/opt/tradewind/certificates/database.crt" }}{{ end -}}
{{- if $values.telemetry.enabled -}}
{{- $settings = merge $settings (dict "OTEL_SERVICE_NAME" $service.name "OTEL_EXPORTER_OTLP_ENDPOINT" $values.telemetry.endpoint "OTEL_EXPORTER_OTLP_PROTOCOL" "grpc") -}}
{{- end -}}
{{- if has "redis" $service.uses -}}
{{- $settings = merge $settings (dict "REDIS_HOST" $values.redis.host "REDIS_PORT" ($values.redis.port | toString) "REDIS_TLS" ($values.redis.tls | toString)) -}}
{{- end -}}
{{- if has "mail" $service.uses -}}
{{- $settings = merge $settings (dict "SMTP_HOST" $values.mail.host "SMTP_PORT" ($values.mail.port | toString) "SMTP_TLS" $values.mail.tls "MAIL_FROM" $values.mail.from) -}}
{{- end -}}
{{- if has "paymentProvider" $service.uses }}{{ $_ := set $settings "PAYMENT_PROVIDER_URL" $values.paymentProvider.url }}{{ end -}}
{{- if $values.trust.existingConfigMap -}}
{{- $_ := set $settings "JAVA_TOOL_OPTIONS" (printf "-Djavax.net.ssl.trustStore=/opt/tradewind/certificates/truststore.p12 -Djavax.net.ssl.trustStorePassword=%s" $values.trust.password) -}}
{{- end -}}
{{- range $variable, $value := $service.env }}{{ $_ := set $settings $variable (tpl ($value | toString) $root) }}{{ end -}}
{{- toYaml $settings -}}
{{- end }}
