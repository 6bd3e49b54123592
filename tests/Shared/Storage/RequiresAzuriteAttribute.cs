using NUnit.Framework.Interfaces;
using NUnit.Framework.Internal;

namespace OnePassword.Events.Testing.Storage;

/// <summary>Skips tests, with the reason, where Azurite is not installed.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
internal sealed class RequiresAzuriteAttribute : CategoryAttribute, IApplyToTest
{
    public RequiresAzuriteAttribute()
        : base("Azurite")
    {
    }

    void IApplyToTest.ApplyToTest(Test test)
    {
        ApplyToTest(test);
        if (Azurite.IsInstalled)
            return;
        test.RunState = RunState.Ignored;
        test.Properties.Set(
            PropertyNames.SkipReason,
            "Azurite needs Node.js. To run these tests, install tests/OnePassword.Events.ObjectStorage.Tests/azurite with 'npm ci', "
            + "and set OP_EVENTS_AZURITE to its path.");
    }
}
