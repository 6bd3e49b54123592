using System.Text.RegularExpressions;
using OnePassword.Events.Cli.Config;
using OnePassword.Events.Cli.Follow;
using OnePassword.Events.Cli.Follow.Outputs;
using OnePassword.Events.Cli.Tests.Config;
using YamlDotNet.RepresentationModel;

namespace OnePassword.Events.Cli.Tests.Packaging;

/// <summary>The files of the packages.</summary>
[Category("InProcess")]
public sealed class PackagingTests
{
    private const string Debian = "src/OnePassword.Events.Cli/packaging/debian";
    private const string Docs = "src/OnePassword.Events.Cli/docs";

    [Test]
    public void Guide_shows_the_unit_of_the_package()
    {
        var unit = Repository.Read($"{Debian}/op-events.service").ReplaceLineEndings("\n");
        Assert.That(Repository.Read($"{Docs}/follow.md").ReplaceLineEndings("\n"), Does.Contain($"```ini\n{unit}```"));
    }

    [Test]
    public async Task Configuration_of_the_package_has_comments_and_is_valid()
    {
        var path = Repository.PathOf($"{Debian}/follow.json".Split('/'));
        var plan = FollowConfig.Read(path, ConfigFile.Context());
        Assert.That(plan.Accounts.Select(account => account.Account.Name), Is.EqualTo(new[] { "main" }));
        Assert.That(plan.State, Is.EqualTo("/var/lib/op-events/state"));
        Assert.That(FilesOf(plan).Folder.ToString(), Is.EqualTo("/var/lib/op-events/out/{account}"));
        Assert.That(Commented(path), Is.Not.EqualTo(await File.ReadAllTextAsync(path)));

        // The commented keys are valid, too.
        using var file = new ConfigFile();
        await File.WriteAllTextAsync(file.Path, Commented(path));
        plan = FollowConfig.Read(file.Path, ConfigFile.Context());
        Assert.That((FilesOf(plan).Options.Gzip, plan.Silence.Limit), Is.EqualTo((true, (TimeSpan?)TimeSpan.FromDays(1))));
    }

    [Test]
    public void Manifest_for_Kubernetes_runs_one_process_with_the_paths_of_the_image_and_a_read_only_root()
    {
        var text = Repository.Read($"{Docs}/install.md").ReplaceLineEndings("\n").Split("```yaml\n")[1].Split("```")[0];
        var stream = new YamlStream();
        using var reader = new StringReader(text);
        stream.Load(reader);
        Assert.That(stream.Documents.Select(document => document.RootNode["kind"].ToString()), Is.EqualTo(new[] { "PersistentVolumeClaim", "Deployment" }));
        var spec = stream.Documents[1].RootNode["spec"];
        var pod = spec["template"]["spec"];
        var container = pod["containers"][0];
        Assert.That((spec["replicas"].ToString(), spec["strategy"]["type"].ToString()), Is.EqualTo(("1", "Recreate")));
        Assert.That(container["securityContext"]["readOnlyRootFilesystem"].ToString(), Is.EqualTo("true"));
        var image = Repository.Read("src/OnePassword.Events.Cli/packaging/Containerfile");
        Assert.That(image, Does.Contain($"USER {pod["securityContext"]["fsGroup"]}:{pod["securityContext"]["fsGroup"]}"));
        Assert.That(image, Does.Contain($"VOLUME {container["volumeMounts"][0]["mountPath"]}"));
    }

    private static FilesOutput FilesOf(FollowPlan plan) => (FilesOutput)plan.Outputs.Single();

    // The file with its commented keys.
    private static string Commented(string path) => Regex.Replace(File.ReadAllText(path), "(?m)^( *)// (?=\")", "$1");
}
