using System.Diagnostics.CodeAnalysis;
using System.Text;
using OnePassword.Events.Cli.Commands;
using OnePassword.Events.Cli.Shared;
using OnePassword.Events.Durable;
using Spectre.Console;

namespace OnePassword.Events.Cli.Tests.Support;

/// <summary>
/// Runs the tool in this process, or with <see cref="BuiltTool.Variable"/> as a process, if that can have all that is set here.
/// Asserts after every run that it shows no token and no stack trace.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "Both writers hold memory and nothing else.")]
internal sealed class CliRunner
{
    private readonly MemoryStream _output = new();
    private readonly LockedWriter _error = new();

    public Dictionary<string, string> Environment { get; } = new(StringComparer.Ordinal);

    public string Input { get; init; } = "";

    /// <summary>A source of input that can block; null for <see cref="Input"/>.</summary>
    public TextReader? Reader { get; init; }

    /// <summary>The input that the operator types at a terminal; null for no terminal.</summary>
    public string? Typed { get; init; }

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Standard output. Default: the one that <see cref="CliResult"/> returns.</summary>
    public Stream? Output { get; init; }

    /// <summary>Creates the terminal on standard error; null for none.</summary>
    public Func<TextWriter, IAnsiConsole>? Terminal { get; init; }

    /// <summary>Whether standard error is a file, so that a long run writes times.</summary>
    public bool ErrorIsFile { get; init; }

    /// <summary>The width of the terminal on standard output; null for no terminal.</summary>
    public int? Columns { get; init; }

    /// <summary>The retries and timeouts; null for no retries. A process has those of the tool.</summary>
    public Action<EventsResilienceOptions>? Resilience { get; init; }

    /// <summary>The disk that files are written to; null for that of the tool.</summary>
    public Disk? Disk { get; init; }

    /// <summary>The time limit of a run.</summary>
    public TimeSpan Limit { get; init; } = Wait.Limit;

    /// <summary>Additional texts that must not appear in the output.</summary>
    public ICollection<string> Secrets { get; } = [];

    /// <summary>Standard error so far.</summary>
    public string Error => _error.ToString();

    /// <summary>The lines on standard output so far. Read them only while the tool does not write.</summary>
    public string[] OutputLines => Encoding.UTF8.GetString(Written()).Split('\n');

    // A process can have a time that does not advance. It has no other clock, terminal, disk or retries of a test.
    private bool CanBeProcess => (Clock is FakeTimeProvider || Clock == TimeProvider.System) && Reader is null && Typed is null
        && Output is null && Terminal is null && Columns is null && Resilience is null && Disk is null;

    public static Task<CliResult> RunAsync(params string[] args) => new CliRunner().StartAsync(args);

    public async Task<CliResult> StartAsync(string[] args, CancellationToken cancellationToken = default)
    {
        var exitCode = BuiltTool.IsNamed && CanBeProcess
            ? await ToolRun.RunAsync(this, args, Write, _error, cancellationToken)
            : await RunInProcessAsync(args, cancellationToken);
        var run = new CliResult(exitCode, Written(), Error);
        Check(run);
        return run;
    }

    private async Task<int> RunInProcessAsync(string[] args, CancellationToken cancellationToken)
    {
        using var input = new StringReader(Typed ?? Input);
        var cli = new CliContext(Output ?? _output, _error, Reader ?? input, Environment.GetValueOrDefault, Clock)
        {
            ConfigureResilience = Resilience ?? (resilience => resilience.Retry.MaxRetryAttempts = 0),
            Disk = Disk ?? new Disk(),
            Columns = Columns,
            InputIsTerminal = Typed is not null,
        };
        (cli.Messages.Terminal, cli.Messages.IsPlainLog) = (Terminal?.Invoke(_error), ErrorIsFile);
        return await CliApplication.RunAsync(args, cli, cancellationToken).WaitAsync(
            Limit, TimeProvider.System, CancellationToken.None);
    }

    private void Write(ReadOnlyMemory<byte> output)
    {
        lock (_output)
            _output.Write(output.Span);
    }

    private byte[] Written()
    {
        lock (_output)
            return _output.ToArray();
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
