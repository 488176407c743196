{{/* The container of a service: (list root service) */}}
{{- define "tradewind.liberty" -}}
{{- $root := index . 0 }}{{ $service := index . 1 -}}
name: liberty
{{ include "tradewind.container" . }}
resources: {{- toYaml $service.resources | nindent 2 }}
ports:
  - {name: http, containerPort: 9080}
  {{- if eq $root.Values.exposure.termination "reencrypt" }}
  - {name: https, containerPort: 9443}
  {{- end }}
envFrom:
  - configMapRef: {name: {{ $service.name }}}
startupProbe:
  httpGet: {path: /health/started, port: http}
  periodSeconds: 5
  failureThreshold: {{ div (int $service.startupSeconds) 5 }}
# down only when a channel's thread is dead: a dependency that is away is no reason to begin anew
livenessProbe:
  httpGet: {path: /health/live, port: http}
  periodSeconds: 10
  timeoutSeconds: 5
  failureThreshold: 3
readinessProbe:
  httpGet: {path: /health/ready, port: http}
  periodSeconds: 5
  timeoutSeconds: 5
  failureThreshold: 2
lifecycle:
  preStop:
    sleep: {seconds: {{ $service.preStopSeconds }}}
volumeMounts:
  - {name: output, mountPath: /opt/ol/wlp/output}
  - {name: tmp, mountPath: /tmp}
  - {name: secrets, mountPath: /opt/tradewind/secrets, readOnly: true}
  - {name: kafka, mountPath: /opt/tradewind/kafka, readOnly: true}
  - {name: server, mountPath: /opt/ol/wlp/usr/servers/defaultServer/configDropins/overrides, readOnly: true}
  {{- include "tradewind.certificatesMount" . | nindent 2 }}
{{- end }}

{{/* What the cluster lays over server.xml: without it a server trusts only its own certificate */}}
{{- define "tradewind.server" -}}
<server>
  <ssl id="defaultSSLConfig" keyStoreRef="defaultKeyStore" trustDefaultCerts="true"/>
{{- if .Values.tls.existingSecret }}
  <keyStore id="defaultKeyStore" location="/opt/tradewind/certificates/keystore.p12" password="${KEYSTORE_PASSWORD}"/>
{{- end }}
</server>
{{- end }}
