using System.Buffers.Binary;
using System.Text.RegularExpressions;

namespace OnePassword.Events.PackageTests;

/// <summary>The contents of the packages.</summary>
public sealed partial class ContentTests
{
    [OneTimeSetUp]
    public Task PackAsync() => Packages.PackToolAsync();

    [TestCaseSource(typeof(Packages), nameof(Packages.AllIds))]
    public void Each_package_has_a_license_readme_description_icon_tags_and_commit(string id)
    {
        var nuspec = Packages.NuspecOf(id).Elements().ToLookup(element => element.Name.LocalName, StringComparer.Ordinal);
        Assert.That(nuspec["id"].Single().Value, Is.EqualTo(id));
        Assert.That(nuspec["license"].Single().Value, Is.EqualTo("MIT"));
        Assert.That(nuspec["readme"].Single().Value, Is.EqualTo("README.md"));
        Assert.That(nuspec["icon"].Single().Value, Is.EqualTo("icon.png"));
        Assert.That(nuspec["description"].Single().Value, Has.Length.GreaterThan(80).And.Contain("1Password"));
        Assert.That(nuspec["tags"].Single().Value.Split(' '), Is.SupersetOf(new[] { "1password", "siem" }).And.Length.GreaterThan(6));
        Assert.That(nuspec["repository"].Single().Attribute("commit")!.Value, Does.Match("^[0-9a-f]{40}$"), "for Source Link");
        Assert.That(Packages.FilesOf(id), Is.SupersetOf(new[] { "README.md", "LICENSE", "icon.png" }));
    }

    [Test]
    public void Packages_differ_in_description_and_README()
    {
        var descriptions = Packages.Ids.Select(id => Packages.NuspecOf(id).Elements().Single(element => element.Name.LocalName == "description").Value);
        Assert.That(descriptions, Is.Unique);
        Assert.That(Packages.Ids.Select(id => Packages.ReadText(id, "README.md").Split('\n')[0]), Is.EqualTo(Packages.Ids.Select(id => $"# {id}")));
    }

    [TestCaseSource(typeof(Packages), nameof(Packages.AllIds))]
    public void The_README_of_a_package_has_only_absolute_links_and_names_existing_guides(string id)
    {
        var readme = Packages.ReadText(id, "README.md");
        Assert.That(LinksIn(readme), Is.Not.Empty.And.All.StartsWith("https://"));
        Assert.That(Packages.FilesOf(id), Is.SupersetOf(Guide().Matches(readme).Select(guide => guide.Value)));
    }

    [TestCase("OnePassword.Events", "OnePassword.Events")]
    [TestCase("op-events", "OnePassword.Events.Cli")]
    public void A_package_contains_its_guides_whose_links_stay_inside_it(string id, string project)
    {
        var guides = Directory.GetFiles(Repository.PathOf("src", project, "docs"), "*.md");
        var packed = FilesOf(id, "docs/").ToList();
        Assert.That(packed, Is.EquivalentTo(guides.Select(guide => $"docs/{Path.GetFileName(guide)}")).And.Not.Empty);
        Assert.That(Guide().Matches(Packages.ReadText(id, "README.md")).Select(guide => guide.Value), Is.EquivalentTo(packed));
        foreach (var guide in packed)
        {
            var targets = LinksIn(Packages.ReadText(id, guide)).Where(link => !link.StartsWith("https://", StringComparison.Ordinal) && link[0] != '#');
            Assert.That(packed, Is.SupersetOf(targets.Select(link => $"docs/{link.Split('#')[0]}").Distinct(StringComparer.Ordinal)), guide);
        }
    }

    [Test]
    public void The_tool_that_runs_on_NET_contains_the_licenses_of_Parquet()
    {
        var notices = Packages.ReadText("op-events.any", "THIRD-PARTY-NOTICES.txt");
        Assert.That(notices, Does.Match(@"(?m)^Parquet\.Net [0-9.]+ \(MIT\)").And.Match(@"(?m)^K4os\.Compression\.LZ4 [0-9.]+ \(MIT\)"));
        Assert.That(notices, Does.Match(@"(?m)^Snappier [0-9.]+ \(BSD-3-Clause\)").And.Contain("Google, Inc. and Snappier Authors"));
    }

    [Test]
    public void The_tool_that_runs_on_NET_contains_the_licenses_of_Kafka()
    {
        var notices = Packages.ReadText("op-events.any", "THIRD-PARTY-NOTICES.txt");
        Assert.That(notices, Does.Match(@"(?m)^Confluent\.Kafka [0-9.]+ \(Apache-2\.0\)").And.Contain("Version 2.0, January 2004"));
        Assert.That(notices, Does.Match(@"(?m)^librdkafka\.redist [0-9.]+ \(BSD-2-Clause\)").And.Contain("librdkafka - Apache Kafka C driver library"));
    }

    [Test]
    public void The_icon_is_a_PNG_of_128_by_128_pixels()
    {
        var icon = Packages.Read("OnePassword.Events", "icon.png");
        Assert.That(icon[1..4], Is.EqualTo("PNG"u8.ToArray()));
        Assert.That((BinaryPrimitives.ReadInt32BigEndian(icon.AsSpan(16)), BinaryPrimitives.ReadInt32BigEndian(icon.AsSpan(20))), Is.EqualTo((128, 128)));
    }

    [Test]
    public void The_library_package_contains_the_generated_assembly_with_documentation()
    {
        Assert.That(FilesOf("OnePassword.Events", "lib/"), Is.EquivalentTo(new[]
        {
            "lib/net10.0/OnePassword.Events.dll", "lib/net10.0/OnePassword.Events.xml",
            "lib/net10.0/OnePassword.Events.Generated.dll", "lib/net10.0/OnePassword.Events.Generated.xml",
        }));
        var dependencies = Dependencies("OnePassword.Events").ToList();
        Assert.That(dependencies, Is.SupersetOf(new[] { "Newtonsoft.Json", "Microsoft.Extensions.Http.Resilience" }));
        Assert.That(dependencies, Has.None.StartsWith("OnePassword"));
    }

    [Test]
    public void The_emulator_package_has_no_package_dependencies()
    {
        const string Id = "OnePassword.Events.Emulator";
        Assert.That(Packages.FilesOf(Id), Is.SupersetOf(new[] { $"lib/net10.0/{Id}.dll", $"lib/net10.0/{Id}.xml" }));
        Assert.That(Dependencies(Id), Is.Empty);
    }

    [Test]
    public void The_stubs_package_contains_an_assembly_without_dependencies_and_all_files()
    {
        const string Id = "OnePassword.Events.Stubs";
        var stubs = Repository.PathOf("src", Id, "stubs");
        var files = Directory.GetFiles(stubs, "*", SearchOption.AllDirectories)
            .Select(file => $"stubs/{Path.GetRelativePath(stubs, file).Replace('\\', '/')}");
        Assert.That(FilesOf(Id, "stubs/"), Is.EquivalentTo(files).And.Not.Empty);
        Assert.That(FilesOf(Id, "lib/"), Is.EquivalentTo(new[] { $"lib/net10.0/{Id}.dll", $"lib/net10.0/{Id}.xml" }));
        Assert.That(Dependencies(Id), Is.Empty);
    }

    private static IEnumerable<string> LinksIn(string guide) => Link().Matches(guide).Select(link => link.Groups["target"].Value);

    private static IEnumerable<string> FilesOf(string id, string folder) =>
        Packages.FilesOf(id).Where(file => file.StartsWith(folder, StringComparison.Ordinal));

    private static IEnumerable<string> Dependencies(string id) =>
        from element in Packages.NuspecOf(id).Descendants()
        where element.Name.LocalName == "dependency"
        select element.Attribute("id")!.Value;

    [GeneratedRegex(@"\]\((?<target>[^)]+)\)", RegexOptions.ExplicitCapture)]
    private static partial Regex Link();

    [GeneratedRegex(@"(?<=`)docs/[a-z-]+\.md(?=`)")]
    private static partial Regex Guide();
}
