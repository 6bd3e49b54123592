using System.Text;

namespace OnePassword.Events.Cli.Tests.Support;

/// <summary>The exit code and the output of a run.</summary>
internal sealed record CliResult(int ExitCode, byte[] Output, string Error)
{
    /// <summary>The name of the program, which each failure starts with.</summary>
    public string Program { get; init; } = "op-events";

    public string OutputText => Encoding.UTF8.GetString(Output);

    public string[] ErrorLines => Error.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Asserts that the run failed and reported the failure on its last line.</summary>
    public void FailedOnLastLineWith(int exitCode, params string[] expected) =>
        (this with { Error = ErrorLines[^1] }).FailedWith(exitCode, expected);

    /// <summary>Asserts that the run failed and wrote one line.</summary>
    public void FailedWith(int exitCode, params string[] expected)
    {
        Assert.That((ExitCode, OutputText), Is.EqualTo((exitCode, "")), Error);
        Assert.That(ErrorLines, Has.Exactly(1).Items, Error);
        Assert.That(Error, Does.StartWith($"{Program}: "));
        foreach (var text in expected)
            Assert.That(Error, Does.Contain(text));
    }
}
