using System.Xml.Linq;

namespace OnePassword.Events.PackageTests;

/// <summary>Runs the test in the README of the stubs in a test project that has only packages.</summary>
public sealed class StubConsumerTests
{
    [TestCase("WireMock.Net", "1.25.0")]
    [TestCase("WireMock.Net.Minimal", "2.21.0")]
    public async Task The_test_in_the_README_of_the_stubs_passes(string package, string version)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Packages.Root, package)).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "ImportTests.cs"), TestInReadme());
        await File.WriteAllTextAsync(Path.Combine(folder, "consumer.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
                <!-- WireMock.Net needs package versions that some registries lack. -->
                <NoWarn>NU1603</NoWarn>
                <RestoreAdditionalProjectSources>{Packages.Folder}</RestoreAdditionalProjectSources>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="Microsoft.NET.Test.Sdk" Version="{VersionOf("Microsoft.NET.Test.Sdk")}" />
                <PackageReference Include="NUnit" Version="{VersionOf("NUnit")}" />
                <PackageReference Include="NUnit3TestAdapter" Version="{VersionOf("NUnit3TestAdapter")}" />
                <PackageReference Include="OnePassword.Events" Version="{Packages.Version}" />
                <PackageReference Include="OnePassword.Events.Stubs" Version="{Packages.Version}" />
                <PackageReference Include="{package}" Version="{version}" />
              </ItemGroup>
            </Project>
            """);
        var output = await Command.RunAsConsumerAsync(folder, "test");
        Assert.That(output, Does.Match("Failed: +0, Passed: +1,"));
    }

    private static string TestInReadme()
    {
        const string Start = "<!-- snippet: stubs -->\n```csharp\n";
        var readme = Packages.ReadText("OnePassword.Events.Stubs", "README.md");
        var test = readme[(readme.IndexOf(Start, StringComparison.Ordinal) + Start.Length)..];
        return test[..test.IndexOf("```", StringComparison.Ordinal)];
    }

    // The versions that this repository uses.
    private static string VersionOf(string id) => XDocument.Load(Repository.PathOf("Directory.Packages.props"))
        .Descendants("PackageVersion").Single(version => version.Attribute("Include")!.Value == id).Attribute("Version")!.Value;
}
