using System.Diagnostics.CodeAnalysis;
using System.Text;
using OnePassword.Events.Cli.Commands;
using OnePassword.Events.Cli.Shared;
using OnePassword.Events.Durable;
using Spectre.Console;

namespace OnePassword.Events.Cli.Tests.Support;

/// <summary>
/// Runs the tool in this process. Whatever a test is about, no run may show a token or a stack trace; that is checked here.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "Both writers hold memory and nothing else.")]
internal sealed class CliRunner
{
    private readonly MemoryStream _output = new();
    private readonly LockedWriter _error = new();

    public Dictionary<string, string> Environment { get; } = new(StringComparer.Ordinal);

    public string Input { get; init; } = "";

    /// <summary>What somebody types at a terminal, who is asked; null for no terminal.</summary>
    public string? Typed { get; init; }

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Standard output; that of <see cref="CliResult"/> if null.</summary>
    public Stream? Output { get; init; }

    /// <summary>Makes the terminal from standard error; null for none.</summary>
    public Func<TextWriter, IAnsiConsole>? Terminal { get; init; }

    /// <summary>How wide the terminal of standard output is; null for no terminal.</summary>
    public int? Columns { get; init; }

    /// <summary>How failures are got through: not at all, unless a test is about that.</summary>
    public Action<EventsResilienceOptions> Resilience { get; init; } = resilience => resilience.Retry.MaxRetryAttempts = 0;

    /// <summary>What the run writes its files with.</summary>
    public Disk Disk { get; init; } = new();

    /// <summary>How long a run may take.</summary>
    public TimeSpan Limit { get; init; } = Eventually.Limit;

    /// <summary>What the run may show nowhere.</summary>
    public ICollection<string> Secrets { get; } = [];

    /// <summary>What has been said so far.</summary>
    public string Error => _error.ToString();

    /// <summary>What is on standard output so far; to be read while the tool does not write.</summary>
    public string[] OutputLines => Encoding.UTF8.GetString(_output.ToArray()).Split('\n');

    public static Task<CliResult> RunAsync(params string[] args) => new CliRunner().StartAsync(args);

    public async Task<CliResult> StartAsync(string[] args, CancellationToken cancellationToken = default)
    {
        using var input = new StringReader(Typed ?? Input);
        var cli = new CliContext(Output ?? _output, _error, input, Environment.GetValueOrDefault, Clock)
        {
            Terminal = Terminal?.Invoke(_error),
            ConfigureResilience = Resilience,
            Disk = Disk,
            Columns = Columns,
            InputIsTerminal = Typed is not null,
        };
        var exitCode = await CliApplication.RunAsync(args, cli, cancellationToken).WaitAsync(
            Limit, TimeProvider.System, CancellationToken.None);
        var run = new CliResult(exitCode, _output.ToArray(), Error);
        Check(run);
        return run;
    }

    private void Check(CliResult run)
    {
        Assert.That(run.Error, Does.Not.Contain("   at ").And.Not.Contain("Exception"), "a stack trace");
        Assert.That(run.Error, Does.Not.Contain("eyJ"), "the beginning of a JSON web token");
        foreach (var secret in Secrets.Concat(Environment.Values).Append(Input).Where(text => !string.IsNullOrWhiteSpace(text)))
        {
            Assert.That(run.Error, Does.Not.Contain(secret.Trim()));
            Assert.That(
                run.Output.AsSpan().IndexOf(Encoding.UTF8.GetBytes(secret.Trim())), Is.Negative, "a token on standard output");
        }
    }
}
