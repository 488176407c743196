{{/* What OpenShift's restricted-v2 and Pod Security's restricted ask of a pod; the user id is the cluster's choice */}}
{{- define "tradewind.pod.security" -}}
automountServiceAccountToken: false
enableServiceLinks: false
securityContext:
  runAsNonRoot: true
  seccompProfile:
    type: RuntimeDefault
{{- with .Values.image.pullSecrets }}
imagePullSecrets: {{- range . }}
  - name: {{ . }}
{{- end }}
{{- end }}
{{- end }}

{{/* A container of a service's image: (list root service) */}}
{{- define "tradewind.container" -}}
{{- $root := index . 0 -}}
image: {{ include "tradewind.image" (list $root (index . 1).image) }}
imagePullPolicy: {{ $root.Values.image.pullPolicy }}
securityContext:
  runAsNonRoot: true
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  capabilities:
    drop: [ALL]
{{- end }}

{{/* Migrates the service's database and creates or awaits the topics, with credentials that the server never sees: (list root service) */}}
{{- define "tradewind.setup" -}}
{{- $root := index . 0 }}{{ $service := index . 1 }}{{ $kafka := $root.Values.kafka -}}
name: setup
{{ include "tradewind.container" . }}
command: [java, -jar, /opt/tradewind/migration/migration.jar, /opt/ol/wlp/usr/servers/defaultServer/apps]
resources: {{- toYaml $root.Values.setup.resources | nindent 2 }}
envFrom:
  - configMapRef: {name: {{ $service.name }}}
env:
  - {name: {{ upper $service.id }}_DB_OWNER, value: {{ $service.database.owner.user | quote }}}
  - {name: TOPICS, value: {{ ternary "create" "require" (and $kafka.topics.create (not $kafka.strimzi.enabled)) }}}
  - {name: TOPIC_REPLICATION, value: {{ $kafka.topics.replication | quote }}}
  - {name: TOPIC_MIN_INSYNC_REPLICAS, value: {{ $kafka.topics.minInsync | quote }}}
volumeMounts:
  - {name: tmp, mountPath: /tmp}
  - {name: setup-secrets, mountPath: /opt/tradewind/secrets, readOnly: true}
  - {name: setup-kafka, mountPath: /opt/tradewind/kafka, readOnly: true}
  {{- include "tradewind.certificatesMount" . | nindent 2 }}
{{- end }}

{{/* (list root service) */}}
{{- define "tradewind.certificatesMount" -}}
{{- if include "tradewind.certificates" . }}
- {name: certificates, mountPath: /opt/tradewind/certificates, readOnly: true}
{{- end }}
{{- end }}
