using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using OnePassword.Events.Destinations;
using OnePassword.Events.Emulator;
using OnePassword.Events.Kafka;
using OnePassword.Events.ObjectStorage;
using OnePassword.Events.ObjectStorage.Parquet;

namespace OnePassword.Events.Tests.Readme;

/// <summary>Compiles the examples in the XML documentation, in an application that has a few variables.</summary>
[Parallelizable(ParallelScope.Self)] // The compiler uses all cores.
public sealed class DocumentationExampleTests
{
    private const string Usings = """
        using System;
        using System.Collections.Generic;
        using System.Linq;
        using System.Threading;
        using System.Threading.Tasks;
        using Microsoft.Extensions.DependencyInjection;
        using Microsoft.Extensions.Hosting;
        using OnePassword.Events;
        using OnePassword.Events.Destinations;
        using OnePassword.Events.Emulator;
        using OnePassword.Events.Kafka;
        using OnePassword.Events.ObjectStorage;
        using OnePassword.Events.ObjectStorage.Parquet;
        using OnePassword.Events.PostgreSql;
        using Confluent.Kafka;
        using Npgsql;
        using OnePassword.Events.V2;

        """;

    private const string Application = """

        internal static class Application
        {
            public static readonly string token = "", cursor = "";
            public static readonly EventsClient events = new(token);
            public static readonly HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
            public static readonly CancellationToken cancellationToken, stop;
            public static readonly ICheckpointStore checkpoints = null!;
            public static readonly IEventDestination destination = null!;
            public static readonly RawEventPage page = null!;
            public static readonly System.Buffers.ArrayBufferWriter<byte> output = new();
            public static readonly DeadLetterFile deadLetters = new("");
            public static readonly Checkpoint checkpoint = null!;
            public static readonly IEventPageHandler<SignInAttempt> handler = null!;

            public static readonly FollowedPage<AuditEvent> followedPage = null!;
            public static readonly System.Data.Common.DbConnection database = null!;

            public static Task InsertAsync<T>(IReadOnlyList<T> items, System.Data.Common.DbTransaction transaction, CancellationToken token) =>
                Task.CompletedTask;

            public static Task ReplaceAsync(
                string name, string json, System.Data.Common.DbTransaction transaction, CancellationToken token) => Task.CompletedTask;

            public static Task SaveAsync<T>(IReadOnlyList<T> items, string? cursor = null) => Task.CompletedTask;
        }

        public sealed class Table
        {
            public Task<string?> FindAsync(string name, CancellationToken cancellationToken) => Task.FromResult<string?>(null);

            public Task ReplaceAsync(string name, string json, CancellationToken cancellationToken) => Task.CompletedTask;
        }

        internal sealed class Database
        {
            public Task InsertAsync<T>(IReadOnlyList<T> items, CancellationToken cancellationToken) => Task.CompletedTask;
        }
        """;

    private static readonly string[] MainMembers =
    [
        "T:OnePassword.Events.EventsClient", "T:OnePassword.Events.EventQuery", "T:OnePassword.Events.EventsRegion",
        "T:OnePassword.Events.EventsToken", "M:OnePassword.Events.IEventFeed`1.ReadAsync", "M:OnePassword.Events.IEventFeed`1.FollowAsync",
        "M:OnePassword.Events.FollowedPage`1.CommitAsync", "M:OnePassword.Events.FileCheckpointStore.Open",
        "M:Microsoft.Extensions.DependencyInjection.EventsServiceCollectionExtensions.AddOnePasswordEvents",
        "M:Microsoft.Extensions.DependencyInjection.EventsFollowerExtensions.AddFollower",
        "M:OnePassword.Events.Emulator.EventsEmulator.StartAsync",
    ];

    private static readonly IReadOnlyList<MetadataReference> References =
    [
        .. from path in ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
           let name = Path.GetFileName(path)
           where name.StartsWith("System.", StringComparison.Ordinal) || name.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal)
               || name.StartsWith("OnePassword.", StringComparison.Ordinal) || name is "Confluent.Kafka.dll" or "Npgsql.dll" || name == "netstandard.dll"
           select MetadataReference.CreateFromFile(path),
    ];

    private static IEnumerable<TestCaseData> Examples =>
        from assembly in (System.Reflection.Assembly[])
            [
                typeof(EventsClient).Assembly, typeof(EventDelivery).Assembly, typeof(EventsEmulator).Assembly,
                typeof(KafkaEventStore).Assembly, typeof(ObjectEventStore).Assembly, typeof(ParquetFormat).Assembly,
            ]
        from member in XDocument.Load(Path.ChangeExtension(assembly.Location, ".xml")).Descendants("member")
        from code in member.Elements("example").Elements("code")
        select new TestCaseData(code.Value).SetName($"Example_compiles({(string)member.Attribute("name")!})");

    [TestCaseSource(nameof(Examples))]
    public void Example_compiles(string code)
    {
        var source = $"{Usings}using static Application;\nawait Task.CompletedTask; // An example may have no statements.\n{code}\n{Application}";
        var options = new CSharpCompilationOptions(OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable);
        var compilation = CSharpCompilation.Create("example", [CSharpSyntaxTree.ParseText(source)], References, options);

        var errors = compilation.GetDiagnostics().Where(problem => problem.Severity == DiagnosticSeverity.Error);

        Assert.That(errors, Is.Empty, code);
    }

    [TestCaseSource(nameof(MainMembers))]
    public void Main_member_has_an_example(string member) =>
        Assert.That(Examples.Select(example => example.TestName), Has.Some.StartsWith($"Example_compiles({member}"));

    // WireMock.Net is not available here. A test project runs the code of the README.
    [Test]
    public void Example_of_the_stubs_is_part_of_the_tested_README()
    {
        var documentation = XDocument.Load(Path.ChangeExtension(typeof(Stubs.EventsStubs).Assembly.Location, ".xml"));
        var code = documentation.Descendants("code").Single().Value.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var readme = Repository.Read("src", "OnePassword.Events.Stubs", "README.md").Split('\n', StringSplitOptions.TrimEntries);
        Assert.That(code, Is.Not.Empty.And.SubsetOf(readme));
    }
}
