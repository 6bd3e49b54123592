namespace OnePassword.Events.PackageTests;

/// <summary>The contents of the packages.</summary>
public sealed class ContentTests
{
    [TestCaseSource(typeof(Packages), nameof(Packages.Ids))]
    public void Each_package_has_a_license_readme_description_and_commit(string id)
    {
        var nuspec = Packages.NuspecOf(id).Elements().ToLookup(element => element.Name.LocalName, StringComparer.Ordinal);
        Assert.That(nuspec["id"].Single().Value, Is.EqualTo(id));
        Assert.That(nuspec["license"].Single().Value, Is.EqualTo("MIT"));
        Assert.That(nuspec["readme"].Single().Value, Is.EqualTo("README.md"));
        Assert.That(nuspec["description"].Single().Value, Has.Length.GreaterThan(40));
        Assert.That(nuspec["repository"].Single().Attribute("commit")!.Value, Does.Match("^[0-9a-f]{40}$"), "for Source Link");
        Assert.That(Packages.FilesOf(id), Is.SupersetOf(new[] { "README.md", "LICENSE" }));
    }

    [Test]
    public void The_library_package_contains_the_generated_assembly_with_documentation_and_symbols()
    {
        Assert.That(FilesOf("OnePassword.Events", "lib/"), Is.EquivalentTo(new[]
        {
            "lib/net10.0/OnePassword.Events.dll", "lib/net10.0/OnePassword.Events.xml",
            "lib/net10.0/OnePassword.Events.Generated.dll", "lib/net10.0/OnePassword.Events.Generated.xml",
        }));
        Assert.That(Packages.FilesOf("OnePassword.Events", "snupkg"), Is.SupersetOf(new[]
        {
            "lib/net10.0/OnePassword.Events.pdb", "lib/net10.0/OnePassword.Events.Generated.pdb",
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
        Assert.That(Packages.FilesOf(Id, "snupkg"), Does.Contain($"lib/net10.0/{Id}.pdb"));
        Assert.That(Dependencies(Id), Is.Empty);
    }

    [Test]
    public void The_stubs_package_contains_an_assembly_without_dependencies_all_files_and_its_own_README()
    {
        const string Id = "OnePassword.Events.Stubs";
        var stubs = Repository.PathOf("src", Id, "stubs");
        var files = Directory.GetFiles(stubs, "*", SearchOption.AllDirectories)
            .Select(file => $"stubs/{Path.GetRelativePath(stubs, file).Replace('\\', '/')}");
        Assert.That(FilesOf(Id, "stubs/"), Is.EquivalentTo(files).And.Not.Empty);
        Assert.That(FilesOf(Id, "lib/"), Is.EquivalentTo(new[] { $"lib/net10.0/{Id}.dll", $"lib/net10.0/{Id}.xml" }));
        Assert.That(Packages.FilesOf(Id, "snupkg"), Does.Contain($"lib/net10.0/{Id}.pdb"));
        Assert.That(Packages.Read(Id, "README.md"), Is.EqualTo(File.ReadAllBytes(Repository.PathOf("src", Id, "README.md"))));
        Assert.That(Dependencies(Id), Is.Empty);
    }

    private static IEnumerable<string> FilesOf(string id, string folder) =>
        Packages.FilesOf(id).Where(file => file.StartsWith(folder, StringComparison.Ordinal));

    private static IEnumerable<string> Dependencies(string id) =>
        from element in Packages.NuspecOf(id).Descendants()
        where element.Name.LocalName == "dependency"
        select element.Attribute("id")!.Value;
}
