{{- define "idphoto.selector" -}}
app.kubernetes.io/name: idphoto
{{- if ne .Release.Name "idphoto" }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}
{{- end }}

{{- define "idphoto.labels" -}}
{{ include "idphoto.selector" . }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ .Chart.Name }}-{{ .Chart.Version }}
{{- end }}

{{- define "idphoto.image" -}}
{{ .Values.image.repository }}
{{- if .Values.image.digest }}@{{ .Values.image.digest }}{{ else }}:{{ .Values.image.tag | default .Chart.AppVersion }}{{ end }}
{{- end }}

{{- define "idphoto.spread" -}}
{{- range $key, $when := dict "kubernetes.io/hostname" .Values.spread.hosts "topology.kubernetes.io/zone" .Values.spread.zones }}
{{- if $when }}
- maxSkew: 1
  topologyKey: {{ $key }}
  whenUnsatisfiable: {{ $when }}
  labelSelector:
    matchLabels: {{- include "idphoto.selector" $ | nindent 6 }}
{{- end }}
{{- end }}
{{- end }}

{{- /* preStop's 5 s, the longest request, a second, and 9 s in hand. */}}
{{- define "idphoto.grace" -}}
{{- $deadline := get .Values.settings "DEADLINE_SECONDS" | default "30" | float64 }}
{{- $body := get .Values.settings "BODY_SECONDS" | default "20" | float64 }}
{{- add (ceil (max $deadline $body)) 15 }}
{{- end }}
