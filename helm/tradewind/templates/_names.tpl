{{/* A resource's name: (list root name) */}}
{{- define "tradewind.name" -}}
{{- printf "%s%s" (index . 0).Values.namePrefix (index . 1) | trunc 63 | trimSuffix "-" -}}
{{- end }}

{{/* What selects the pods of a component, and never changes: (list root component) */}}
{{- define "tradewind.selector" -}}
app.kubernetes.io/name: {{ index . 1 }}
app.kubernetes.io/instance: {{ (index . 0).Release.Name }}
{{- end }}

{{/* Labels of everything that belongs to a component: (list root component) */}}
{{- define "tradewind.labels" -}}
{{ include "tradewind.selector" . }}
app.kubernetes.io/part-of: tradewind
app.kubernetes.io/version: {{ (index . 0).Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ (index . 0).Release.Service }}
helm.sh/chart: {{ printf "%s-%s" (index . 0).Chart.Name (index . 0).Chart.Version }}
{{- end }}

{{/* Every pod of this release */}}
{{- define "tradewind.everyPod" -}}
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/part-of: tradewind
{{- end }}

{{/* An image: (list root {repository, tag, digest}) */}}
{{- define "tradewind.image" -}}
{{- $root := index . 0 }}{{ $image := index . 1 -}}
{{- $name := printf "%s/%s" (trimSuffix "/" $root.Values.image.registry) $image.repository -}}
{{- if $image.digest -}}
{{ $name }}@{{ $image.digest }}
{{- else -}}
{{ $name }}:{{ $image.tag | default $root.Values.image.tag | default $root.Chart.AppVersion }}
{{- end -}}
{{- end }}
