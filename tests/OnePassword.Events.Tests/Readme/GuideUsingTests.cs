using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using OnePassword.Events.Emulator;

namespace OnePassword.Events.Tests.Readme;

/// <summary>
/// Compiles the C# blocks of the guides in an application, whose namespace is not OnePassword.Events. Variables of an example are
/// unknown there, but each type of the library must be found.
/// </summary>
[Parallelizable(ParallelScope.Self)] // The compiler uses all cores.
public sealed partial class GuideUsingTests
{
    private const string Usings = """
        using System;
        using System.Collections.Generic;
        using System.IO;
        using System.Linq;
        using System.Threading;
        using System.Threading.Tasks;

        """;

    private static readonly HashSet<string> Names =
    [
        .. from assembly in (System.Reflection.Assembly[])
               [typeof(EventsClient).Assembly, typeof(V2.SignInAttempt).Assembly, typeof(EventsEmulator).Assembly]
           from type in assembly.GetExportedTypes()
           where type.Namespace is not null && type.Namespace.StartsWith("OnePassword.", StringComparison.Ordinal)
           from name in type.Namespace!.Split('.').Append(type.Name.Split('`')[0])
           select name,
    ];

    private static readonly IReadOnlyList<MetadataReference> References =
    [
        .. from path in ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
           where !Path.GetFileName(path).Contains("Tests", StringComparison.Ordinal)
           select MetadataReference.CreateFromFile(path),
    ];

    [TestCaseSource(typeof(Repository), nameof(Repository.Guides))]
    public void Guide_names_the_namespace_of_each_type_that_it_uses(string guide)
    {
        var usings = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var code in Block().Matches(Repository.Read(guide).ReplaceLineEndings("\n")).Select(block => block.Groups["code"].Value))
        {
            usings.UnionWith(Using().Matches(code).Select(directive => directive.Value));
            Assert.That(UnknownNames($"{Usings}{string.Concat(usings)}{Using().Replace(code, "")}"), Is.Empty, code);
        }
    }

    [TestCase("FileCheckpointStore.Open(\"state\");", "FileCheckpointStore")]
    [TestCase("using OnePassword.Events;\nclass A : IEventPageHandler<V2.SignInAttempt>;", "V2")]
    [TestCase("using OnePassword.Events;\nclass A : IEventPageHandler<SignInAttempt>;", "SignInAttempt")]
    public void Missing_namespace_is_found(string code, string name) => Assert.That(UnknownNames(code), Is.EqualTo(new[] { name }));

    private static IEnumerable<string> UnknownNames(string source)
    {
        var tree = CSharpSyntaxTree.ParseText(source);
        return from problem in CSharpCompilation.Create("example", [tree], References).GetDiagnostics()
               where problem.Id is "CS0103" or "CS0234" or "CS0246" // An unknown variable, member of a namespace, or type.
               let name = tree.GetText().ToString(problem.Location.SourceSpan).Split('<')[0]
               where Names.Contains(name)
               select name;
    }

    [GeneratedRegex(@"```csharp\n(?<code>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Block();

    [GeneratedRegex(@"^using [A-Z][\w.]*;\n", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Using();
}
