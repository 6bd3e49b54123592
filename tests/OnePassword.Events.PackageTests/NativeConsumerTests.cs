namespace OnePassword.Events.PackageTests;

/// <summary>
/// An application that uses all parts of the libraries, published without the .NET runtime. Warnings are errors, in the
/// application and in the packages.
/// </summary>
public sealed class NativeConsumerTests
{
    private const string Output = """
        typed: 1500
        typed V1: 1500
        json: True
        unknown: Array(1), Number(5), Object(1), String(2)
        raw: True
        parallel: 1500
        follow 1: 1500
        follow 2: 0
        delivered: 1497, rejected: 3
        failure: TokenRejected
        hosting: Healthy
        options: The configuration value at 'OnePassword:Resilience:Retry:Delay' is invalid. Specify a duration, such as '00:00:30'.
        stubs: True

        """;

    [Test]
    public async Task A_trimmed_application_reads_follows_and_hosts_without_a_warning() =>
        Assert.That(await RunAsync("consumer-trimmed", "PublishTrimmed"), Is.EqualTo(Output));

    [Test]
    [Category("Native")]
    public async Task A_native_application_reads_follows_and_hosts_without_a_warning_and_without_code_of_Newtonsoft()
    {
        Linker.IgnoreWithout();
        Assert.That(await RunAsync("consumer-native", "PublishAot"), Is.EqualTo(Output));
        var native = await File.ReadAllTextAsync(Path.Combine(Packages.Root, "consumer-native", "app", "consumer"));
        Assert.That(native, Does.Contain("WireReader").And.Not.Contain("JsonTextReader"), "a class of ours, and one of Newtonsoft.Json");
    }

    private static async Task<string> RunAsync(string name, string publish)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Packages.Root, name)).FullName;
        var program = Repository.PathOf("tests", "OnePassword.Events.PackageTests", "Consumer", "Program.cs");
        File.Copy(program, Path.Combine(folder, "Program.cs"));
        await File.WriteAllTextAsync(Path.Combine(folder, "consumer.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <RuntimeIdentifier>{Packages.Platform}</RuntimeIdentifier>
                <{publish}>true</{publish}>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
                <MSBuildTreatWarningsAsErrors>true</MSBuildTreatWarningsAsErrors>
                <InvariantGlobalization>true</InvariantGlobalization>
                <RestoreAdditionalProjectSources>{Packages.Folder}</RestoreAdditionalProjectSources>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="OnePassword.Events" Version="{Packages.Version}" />
                <PackageReference Include="OnePassword.Events.Destinations" Version="{Packages.Version}" />
                <PackageReference Include="OnePassword.Events.Emulator" Version="{Packages.Version}" />
                <PackageReference Include="OnePassword.Events.Stubs" Version="{Packages.Version}" />
              </ItemGroup>
            </Project>
            """);
        await Command.RunAsConsumerAsync(folder, "publish", "--output", "app");
        return (await Command.RunAsync(folder, Path.Combine(folder, "app", "consumer"))).ReplaceLineEndings("\n");
    }
}
