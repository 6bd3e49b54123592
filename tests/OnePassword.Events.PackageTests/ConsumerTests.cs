using System.Reflection.PortableExecutable;

namespace OnePassword.Events.PackageTests;

/// <summary>Consumers that have only the packages.</summary>
public sealed class ConsumerTests
{
    [OneTimeSetUp]
    public Task PackAsync() => Packages.PackToolAsync();

    private static readonly string[] ToolAssemblies =
        ["op-events.dll", "OnePassword.Events.dll", "OnePassword.Events.Generated.dll", "OnePassword.Events.Emulator.dll"];

    private static readonly EnumerationOptions AllFiles = new()
    {
        RecurseSubdirectories = true,
        AttributesToSkip = FileAttributes.None,
        MatchCasing = MatchCasing.CaseInsensitive,
    };

    private const string Program = """
        using Microsoft.Extensions.DependencyInjection;
        using OnePassword.Events;
        using OnePassword.Events.Emulator;
        using OnePassword.Events.V2;

        await using var emulator = await EventsEmulator.StartAsync(new EmulatorOptions { EventsPerFeed = 1_500 });
        var services = new ServiceCollection();
        var region = EventsRegion.At(emulator.BaseAddress);
        services.AddOnePasswordEvents(options => (options.Token, options.Region) = (emulator.Token, region));
        await using var provider = services.BuildServiceProvider();
        var events = new List<AuditEvent>();
        var client = provider.GetRequiredService<EventsClient>();
        await foreach (var read in client.AuditEvents.ReadAsync(EventQuery.Since(TimeSpan.FromDays(2))))
            events.Add(read);
        Console.Write($"{events.Count} {events.Count(read => read.AdditionalProperties.Count == 0)}");
        """;

    [Test]
    public async Task A_new_project_adds_the_packages_from_a_folder_as_in_the_README_and_reads_events()
    {
        const string Add = "dotnet package add OnePassword.Events";
        var readme = Repository.Read("README.md").ReplaceLineEndings("\n");
        Assert.That(readme, Does.Contain($"```sh\n{Add}\n```"));
        var folder = Path.Combine(Packages.Root, "consumer");
        await Command.RunAsync(Packages.Root, "dotnet", "new", "console", "--output", folder, "--no-restore");
        await File.WriteAllTextAsync(Path.Combine(folder, "nuget.config"), Block(readme, "xml"));
        Directory.CreateSymbolicLink(Path.Combine(folder, "packages"), Packages.Folder);
        await File.WriteAllTextAsync(Path.Combine(folder, "Program.cs"), Program);

        foreach (var package in (string[])["", ".Emulator"])
            await Command.RunAsConsumerAsync(folder, [.. $"{Add}{package} --version {Packages.Version}".Split(' ')[1..]]);
        await Command.RunAsConsumerAsync(folder, "build", "--output", "app", "-warnaserror");
        Assert.That(await Command.RunAsync(folder, "dotnet", "app/consumer.dll"), Is.EqualTo("1500 1500"));
    }

    [Test]
    public async Task The_tool_package_installs_and_exports_events()
    {
        string[] source = ["--add-source", Packages.Folder, "--version", Packages.Version];
        await Command.RunAsync(Packages.Root, "dotnet", ["tool", "install", "op-events", "--tool-path", "tools", .. source]);
        var tool = Path.Combine(Packages.Root, "tools", "op-events");
        await Command.RunAsync(Packages.Root, tool, "export", "--emulator", "--output", "out");
        foreach (var feed in (string[])["auditevents", "itemusages", "signinattempts"])
        {
            var lines = await File.ReadAllLinesAsync(Path.Combine(Packages.Root, "out", $"{feed}.ndjson"));
            Assert.That(lines, Has.Length.EqualTo(1_000));
        }

        // All assemblies are precompiled, so that the tool starts faster.
        var assemblies = Directory.GetFiles(Path.Combine(Packages.Root, "tools"), "O*.dll", AllFiles);
        Assert.That(assemblies.Select(Path.GetFileName), Is.SupersetOf(ToolAssemblies));
        Assert.That(assemblies.Where(assembly => !IsReadyToRun(File.ReadAllBytes(assembly))), Is.Empty);
    }

    // The environment variable replaces the platform of this machine.
    [TestCase("linux-musl-x64")]
    [TestCase("linux-musl-arm64")]
    [TestCase("freebsd-x64")]
    public async Task Alpine_and_other_platforms_get_the_portable_package(string platform)
    {
        var tools = Path.Combine(Packages.Root, $"tools-{platform}");
        string[] source = ["--add-source", Packages.Folder, "--version", Packages.Version];
        string[] install = ["tool", "install", "op-events", "--tool-path", tools, .. source];
        await Command.RunAsync(Packages.Root, [("DOTNET_RUNTIME_ID", platform)], "dotnet", install);
        var packages = Directory.GetFiles(tools, "*.nuspec", SearchOption.AllDirectories).Select(Path.GetFileNameWithoutExtension);
        Assert.That(packages, Is.EquivalentTo(new[] { "op-events", "op-events.any" }));
    }

    [Test]
    public async Task The_bills_of_materials_are_valid_and_list_the_packages_of_the_tool()
    {
        foreach (var platform in (string[])["any", Packages.Platform])
        {
            var bill = await File.ReadAllTextAsync(Path.Combine(Packages.Folder, $"op-events-{Packages.Version}-{platform}.cdx.json"));
            var result = CycloneDX.Json.Validator.Validate(bill, CycloneDX.SpecificationVersion.v1_6);
            Assert.That(result.Valid, Is.True, string.Join('\n', result.Messages));
            Assert.That(bill, Does.Contain("\"pkg:nuget/Spectre.Console@").And.Contain("\"pkg:nuget/OnePassword.Events.Emulator@"));
        }
    }

    [Test]
    public void A_package_of_the_tool_contains_the_licenses_of_its_assemblies()
    {
        foreach (var id in (string[])["op-events.any", $"op-events.{Packages.Platform}"])
            Assert.That(Packages.ReadText(id, "THIRD-PARTY-NOTICES.txt"), Does.Contain("\nPolly.Core ").And.Contain("\nSpectre.Console "));
    }

    [Test]
    public void The_tool_package_for_other_platforms_is_not_precompiled()
    {
        var tool = Packages.FilesOf("op-events.any").Single(file => file.EndsWith("/op-events.dll", StringComparison.Ordinal));
        Assert.That(tool, Is.EqualTo("tools/net10.0/any/op-events.dll"));
        Assert.That(IsReadyToRun(Packages.Read("op-events.any", tool)), Is.False);
    }

    // The first block of a language.
    private static string Block(string guide, string language) =>
        guide.Split($"```{language}\n")[1].Split("```")[0];

    private static bool IsReadyToRun(byte[] assembly)
    {
        using var reader = new PEReader(new MemoryStream(assembly));
        return reader.PEHeaders.CorHeader!.ManagedNativeHeaderDirectory.Size > 0;
    }
}
