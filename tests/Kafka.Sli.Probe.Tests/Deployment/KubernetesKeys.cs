using System.Text.RegularExpressions;
using Kafka.Sli.Probe.Tests.Slo;
using YamlDotNet.RepresentationModel;

namespace Kafka.Sli.Probe.Tests.Deployment;

/// <summary>
/// The keys of the kinds that are used, as their schemas have them. A type is a line; behind a key: ! where it is required, (a|b) what it may be, :Type of what it is or its items are.
/// A type without a line is not looked into.
/// </summary>
internal static partial class KubernetesKeys
{
    private const string Types = """
        apps/v1/StatefulSet: apiVersion! kind! metadata!:Meta spec!:StatefulSetSpec
        v1/Service: apiVersion! kind! metadata!:Meta spec!:ServiceSpec
        policy/v1/PodDisruptionBudget: apiVersion! kind! metadata!:Meta spec!:DisruptionSpec
        networking.k8s.io/v1/NetworkPolicy: apiVersion! kind! metadata!:Meta spec!:NetworkPolicySpec
        monitoring.coreos.com/v1/PodMonitor: apiVersion! kind! metadata!:Meta spec!:PodMonitorSpec
        monitoring.coreos.com/v1/PrometheusRule: apiVersion! kind! metadata!:Meta spec!:RuleSpec
        kustomize.config.k8s.io/v1beta1/Kustomization: apiVersion! kind! resources configMapGenerator:Generator generatorOptions:GeneratorOptions labels:LabelRule images:Image namePrefix nameSuffix namespace patches components commonAnnotations
        Meta: name! labels annotations
        TemplateMeta: labels! annotations
        Selector: matchLabels matchExpressions
        StatefulSetSpec: serviceName! replicas podManagementPolicy(OrderedReady|Parallel) updateStrategy:UpdateStrategy minReadySeconds selector!:Selector template!:Template revisionHistoryLimit volumeClaimTemplates persistentVolumeClaimRetentionPolicy ordinals
        UpdateStrategy: type(RollingUpdate|OnDelete) rollingUpdate
        Template: metadata!:TemplateMeta spec!:PodSpec
        PodSpec: terminationGracePeriodSeconds automountServiceAccountToken(true|false) enableServiceLinks(true|false) securityContext:PodSecurity affinity:Affinity topologySpreadConstraints:Spread containers!:Container volumes:Volume nodeSelector tolerations priorityClassName serviceAccountName imagePullSecrets
        PodSecurity: runAsNonRoot(true|false) runAsUser runAsGroup fsGroup fsGroupChangePolicy(Always|OnRootMismatch) seccompProfile:Seccomp
        Seccomp: type!(RuntimeDefault|Localhost|Unconfined) localhostProfile
        Affinity: podAntiAffinity:PodAffinity podAffinity nodeAffinity
        PodAffinity: requiredDuringSchedulingIgnoredDuringExecution:AffinityTerm preferredDuringSchedulingIgnoredDuringExecution
        AffinityTerm: topologyKey! labelSelector:Selector namespaces namespaceSelector
        Spread: topologyKey! maxSkew! whenUnsatisfiable!(DoNotSchedule|ScheduleAnyway) labelSelector:Selector minDomains matchLabelKeys
        Container: name! image args command env:Variable envFrom ports:ContainerPort imagePullPolicy(Always|IfNotPresent|Never) startupProbe:Probe readinessProbe:Probe livenessProbe:Probe resources:Resources securityContext:ContainerSecurity volumeMounts:Mount lifecycle
        Variable: name! value valueFrom:ValueFrom
        ValueFrom: fieldRef:FieldRef secretKeyRef configMapKeyRef
        FieldRef: fieldPath!
        ContainerPort: name containerPort! protocol(TCP|UDP|SCTP)
        Probe: httpGet!:HttpGet periodSeconds timeoutSeconds failureThreshold successThreshold initialDelaySeconds
        HttpGet: path port! scheme(HTTP|HTTPS)
        Resources: requests:Amounts limits:Amounts
        Amounts: cpu memory
        ContainerSecurity: allowPrivilegeEscalation(true|false) readOnlyRootFilesystem(true|false) capabilities:Capabilities privileged runAsUser runAsNonRoot
        Capabilities: add drop
        Mount: name! mountPath! readOnly(true|false)
        Volume: name! configMap:ConfigMapVolume secret:SecretVolume emptyDir:EmptyDir projected
        ConfigMapVolume: name! items defaultMode optional
        SecretVolume: secretName! items defaultMode optional
        EmptyDir: sizeLimit medium
        ServiceSpec: clusterIP selector ports!:ServicePort type publishNotReadyAddresses
        ServicePort: name port! targetPort protocol(TCP|UDP|SCTP)
        DisruptionSpec: maxUnavailable minAvailable selector!:Selector unhealthyPodEvictionPolicy(IfHealthyBudget|AlwaysAllow)
        NetworkPolicySpec: podSelector!:Selector policyTypes ingress:Ingress egress:Egress
        Ingress: from:Peer ports:PolicyPort
        Egress: to:Peer ports:PolicyPort
        Peer: namespaceSelector:Selector podSelector:Selector ipBlock
        PolicyPort: protocol(TCP|UDP|SCTP) port endPort
        PodMonitorSpec: selector!:Selector podMetricsEndpoints!:MetricsEndpoint namespaceSelector jobLabel podTargetLabels
        MetricsEndpoint: port path interval scrapeTimeout relabelings metricRelabelings scheme
        RuleSpec: groups
        Generator: name! files literals envs behavior(create|replace|merge)
        GeneratorOptions: disableNameSuffixHash(true|false) labels annotations immutable
        LabelRule: pairs! includeSelectors includeTemplates
        Image: name! newName newTag digest
        """;

    private static readonly Dictionary<string, (string Key, bool IsRequired, string[] Values, string Type)[]> Known = Types
        .Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Select(line => line.Split(": ", 2))
        .ToDictionary(l => l[0], l => Key().Matches(l[1]).Select(m => (m.Groups["key"].Value, m.Groups["required"].Success, m.Groups["values"].Value.Split('|', StringSplitOptions.RemoveEmptyEntries), m.Groups["type"].Value)).ToArray());

    /// <returns>What no cluster would take, each with its place.</returns>
    public static IEnumerable<string> Faults(YamlNode manifest)
    {
        var type = $"{manifest.Text("apiVersion")}/{manifest.Text("kind")}";
        return Known.ContainsKey(type) ? Faults(manifest, type, manifest.Text("kind")) : [$"{type}: is no kind that is known here"];
    }

    private static IEnumerable<string> Faults(YamlNode node, string type, string place)
    {
        if (node is YamlSequenceNode list)
        {
            return list.SelectMany((item, i) => Faults(item, type, $"{place}[{i}]"));
        }

        var keys = Known[type];
        return node is not YamlMappingNode
            ? [$"{place}: is no {type}"]
            : keys.Where(k => k.IsRequired && node.At(k.Key) is null).Select(k => $"{place}.{k.Key}: is missing")
                .Concat(node.Keys().Except(keys.Select(k => k.Key)).Select(k => $"{place}.{k}: is no key of {type}"))
                .Concat(keys.Where(k => node.At(k.Key) is YamlScalarNode value && k.Values.Length > 0 && !k.Values.Contains(value.Value)).Select(k => $"{place}.{k.Key}: {node.Text(k.Key)} is none of {string.Join(", ", k.Values)}"))
                .Concat(keys.Where(k => k.Type.Length > 0 && node.At(k.Key) is not null).SelectMany(k => Faults(node.At(k.Key)!, k.Type, $"{place}.{k.Key}")));
    }

    [GeneratedRegex(@"(?<key>\w+)(?<required>!)?(\((?<values>[^)]*)\))?(:(?<type>\w+))?")]
    private static partial Regex Key();
}
