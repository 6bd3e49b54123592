using NUnit.Framework.Interfaces;

namespace OnePassword.Events.Cli.Tests.Support;

/// <summary>
/// With <see cref="BuiltTool.Variable"/>, a test starts the named tool, or has the category <see cref="InProcess"/>: it needs a
/// part that a process does not have, or does not run the tool.
/// </summary>
[AttributeUsage(AttributeTargets.Assembly)]
internal sealed class StartsToolAttribute : Attribute, ITestAction
{
    public const string InProcess = "InProcess";

    public ActionTargets Targets => ActionTargets.Test;

    public void BeforeTest(ITest test)
    {
    }

    public void AfterTest(ITest test)
    {
        var isSkipped = TestContext.CurrentContext.Result.Outcome.Status is TestStatus.Skipped or TestStatus.Inconclusive;
        if (BuiltTool.IsNamed && !isSkipped && !BuiltTool.StartedBy(test.Id))
            Assert.Fail($"This test does not start {BuiltTool.Program}. Mark it with the category {InProcess}.");
    }
}
