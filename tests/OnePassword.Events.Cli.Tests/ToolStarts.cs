using OnePassword.Events.Cli.Tests.Support;

namespace OnePassword.Events.Cli.Tests;

/// <summary>Reports how often the tests started the named tool.</summary>
[SetUpFixture]
public sealed class ToolStarts
{
    [OneTimeTearDown]
    public void Report()
    {
        var (starts, tests) = BuiltTool.Count;
        if (BuiltTool.IsNamed)
            TestContext.Progress.WriteLine($"{tests} tests started {BuiltTool.Program} {starts} times.");
    }
}
