using System.Diagnostics.CodeAnalysis;
using OnePassword.Events.Cli.Shared;
using OnePassword.Events.Fleet.Commands;

namespace OnePassword.Events.Fleet.Tests.Support.InProcess;

/// <summary>
/// Runs commands of op-events-fleet in this process. Asserts after every run that it shows no token and no stack trace.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "The writers hold memory and nothing else.")]
internal sealed class FleetRunner
{
    public Dictionary<string, string> Environment { get; } = new(StringComparer.Ordinal);

    /// <summary>The input that the operator types at a terminal; null for no terminal.</summary>
    public string? Typed { get; init; }

    /// <summary>The width of the terminal on standard output; null for no terminal.</summary>
    public int? Columns { get; init; }

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Additional texts that must not appear in the output.</summary>
    public ICollection<string> Secrets { get; } = [];

    /// <summary>Standard error of the latest run so far.</summary>
    public LockedWriter Error { get; private set; } = new();

    /// <summary>Runs a command with a database.</summary>
    public static Task<CliResult> RunAsync(TestDatabase database, params string[] args) =>
        new FleetRunner().StartAsync([.. args, "--connection", database.ConnectionString]);

    public async Task<CliResult> StartAsync(string[] args, CancellationToken cancellationToken = default)
    {
        using var output = new MemoryStream();
        using var input = new StringReader(Typed ?? "");
        Error = new LockedWriter();
        var cli = new CliContext(output, Error, input, Environment.GetValueOrDefault, Clock)
        {
            Columns = Columns,
            InputIsTerminal = Typed is not null,
        };
        var exitCode = await FleetApplication.CreateRoot(cli).RunAsync(args, cli, cancellationToken)
            .WaitAsync(Wait.Limit, TimeProvider.System, CancellationToken.None);
        var run = new CliResult(exitCode, output.ToArray(), Error.ToString()) { Program = "op-events-fleet" };
        Assert.That(run.Error, Does.Not.Contain("   at ").And.Not.Contain("Exception"), "a stack trace");
        foreach (var secret in Secrets.Append("eyJ"))
            Assert.That(run.Error + run.OutputText, Does.Not.Contain(secret));
        return run;
    }
}
