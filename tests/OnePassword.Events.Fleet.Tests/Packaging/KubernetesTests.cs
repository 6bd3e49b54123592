using System.Globalization;
using k8s;
using k8s.Models;
using OnePassword.Events.Fleet.Cluster;
using OnePassword.Events.Fleet.Commands;
using OnePassword.Events.Fleet.Nodes;
using YamlDotNet.RepresentationModel;

namespace OnePassword.Events.Fleet.Tests.Packaging;

/// <summary>The manifests for Kubernetes. The types of its client reject unknown fields and values of other types.</summary>
public sealed class KubernetesTests
{
    private const string Examples = "secrets.example.yaml";

    private static readonly string[] Files = ["nodes.yaml", "network-policy.yaml", "disruption-budget.yaml"];

    private static readonly List<object> Objects = [.. Files.Append(Examples).SelectMany(Load)];

    private static V1StatefulSet Set => One<V1StatefulSet>();

    private static V1PodSpec Pod => Set.Spec.Template.Spec;

    private static V1Container Node => Pod.Containers.Single();

    [Test]
    public void Kustomization_contains_all_manifests_except_the_examples()
    {
        var kustomization = PackagingFiles.Yaml("kubernetes/kustomization.yaml");
        Assert.That(((YamlSequenceNode)kustomization["resources"]).Select(file => file.ToString()), Is.EquivalentTo(Files));
        Assert.That(
            Directory.GetFiles(Repository.PathOf($"{PackagingFiles.Folder}/kubernetes".Split('/'))).Select(Path.GetFileName),
            Is.EquivalentTo([.. Files, Examples, "kustomization.yaml"]));
        Assert.That(kustomization["images"][0]["name"].ToString(), Is.EqualTo(Node.Image));
    }

    [Test]
    public void Each_pod_runs_a_node_at_its_own_address()
    {
        PackagingFiles.AssertParses(Node.Args.Select(arg => arg.Replace("$(POD_IP)", "10.1.2.3", StringComparison.Ordinal)));
        Assert.That(Node.Args, Does.Contain("--address=$(POD_IP)"));
        Assert.That(Node.Env.Single(variable => variable.Name == "POD_IP").ValueFrom.FieldRef.FieldPath, Is.EqualTo("status.podIP"));
        Assert.That(Set.Spec.Selector.MatchLabels, Is.EqualTo(Set.Spec.Template.Metadata.Labels));
        Assert.That((Set.Spec.Replicas, Set.Spec.ServiceName), Is.EqualTo(((int?)3, One<V1Service>().Metadata.Name)));
    }

    [Test]
    public void Ports_are_those_of_the_program_and_only_nodes_reach_the_one_of_nodes()
    {
        var ports = Node.Ports.ToDictionary(port => port.Name, port => port.ContainerPort, StringComparer.Ordinal);
        Assert.That(ports["nodes"], Is.EqualTo(NodeOptions.DefaultPort));
        Assert.That(Node.Args, Does.Contain($"--listen=0.0.0.0:{ports["status"]}"));
        var policy = One<V1NetworkPolicy>().Spec;
        Assert.That(policy.PodSelector.MatchLabels, Is.EqualTo(Set.Spec.Selector.MatchLabels));
        Assert.That(policy.PolicyTypes, Is.EqualTo(new[] { "Ingress" }));
        Assert.That(
            policy.Ingress.Select(rule => rule.Ports.Single().Port.Value),
            Is.EqualTo(new[] { ports["nodes"], ports["status"] }.Select(port => port.ToString(CultureInfo.InvariantCulture))));
        var nodes = policy.Ingress[0].FromProperty.Single();
        Assert.That((nodes.PodSelector.MatchLabels, nodes.NamespaceSelector), Is.EqualTo((policy.PodSelector.MatchLabels, (V1LabelSelector?)null)));
    }

    [Test]
    public void Probes_need_no_secret_and_pods_have_time_to_stop()
    {
        var probes = new[] { Node.StartupProbe, Node.LivenessProbe, Node.ReadinessProbe };
        Assert.That(probes.Select(probe => probe.HttpGet.Path), Is.EqualTo(new[] { "/healthz", "/healthz", "/readyz" }));
        Assert.That(probes.Select(probe => (probe.HttpGet.Port.Value, probe.HttpGet.HttpHeaders)), Is.All.EqualTo(("status", (object?)null)));
        Assert.That(Pod.TerminationGracePeriodSeconds, Is.GreaterThan(ClusterHost.ShutdownTimeout.TotalSeconds));
        var budget = One<V1PodDisruptionBudget>().Spec;
        Assert.That((budget.MaxUnavailable.Value, budget.Selector.MatchLabels["app"]), Is.EqualTo(("1", Set.Spec.Selector.MatchLabels["app"])));
    }

    [Test]
    public void Pods_meet_the_restricted_standard_as_the_user_of_the_image()
    {
        var (pod, container) = (Pod.SecurityContext, Node.SecurityContext);
        Assert.That((pod.RunAsNonRoot, pod.SeccompProfile.Type), Is.EqualTo(((bool?)true, "RuntimeDefault")));
        Assert.That((container.AllowPrivilegeEscalation, container.ReadOnlyRootFilesystem), Is.EqualTo(((bool?)false, (bool?)true)));
        Assert.That(container.Capabilities.Drop, Is.EqualTo(new[] { "ALL" }));
        Assert.That(Pod.AutomountServiceAccountToken, Is.False);
        var image = PackagingFiles.Settings("Containerfile", ' ');
        Assert.That(image["USER"].Single(), Is.EqualTo($"{pod.RunAsUser}:{pod.RunAsGroup}"));
        Assert.That(image["VOLUME"].Single(), Is.EqualTo(Node.VolumeMounts.Single(mount => mount.Name == "state").MountPath));
    }

    [Test]
    public void Secrets_are_mounted_files_that_the_examples_define()
    {
        var names = Objects.OfType<V1Secret>().ToDictionary(secret => secret.Metadata.Name, StringComparer.Ordinal);
        var secrets = Pod.Volumes.Single(volume => volume.Name == "secrets").Secret.SecretName;
        var folder = Node.VolumeMounts.Single(mount => mount.Name == "secrets").MountPath;
        Assert.That(names[secrets].StringData.Keys.Select(key => $"{folder}/{key}"), Is.EquivalentTo(new[] { Value("PGPASSFILE"), TokenFile }));
        var sources = Pod.Volumes.Single(volume => volume.Name == "accounts").Projected.Sources;
        Assert.That(sources.Select(source => source.Secret?.Name).OfType<string>(), Is.SubsetOf(names.Keys));
        Assert.That(sources.Select(source => source.ConfigMap?.Name).OfType<string>(), Is.EqualTo(new[] { One<V1ConfigMap>().Metadata.Name }));
        PackagingFiles.AssertHasNoSecret(Value(DatabaseCommand.Variable));
        Assert.That(Node.Env.Where(variable => variable.ValueFrom?.SecretKeyRef is not null), Is.Empty);
    }

    private static string TokenFile => Node.Args.Single(arg => arg.StartsWith("--listen-token-file=", StringComparison.Ordinal)).Split('=')[1];

    private static string Value(string variable) => Node.Env.Single(one => one.Name == variable).Value;

    private static T One<T>() => Objects.OfType<T>().Single();

    private static List<object> Load(string file) =>
        KubernetesYaml.LoadAllFromString(PackagingFiles.Read($"kubernetes/{file}"), typeMap: null, strict: true);
}
