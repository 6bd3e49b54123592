using NUnit.Framework.Interfaces;
using NUnit.Framework.Internal;

namespace OnePassword.Events.Testing.Databases;

/// <summary>Skips tests, with the reason, where PostgreSQL is not installed.</summary>
[AttributeUsage(AttributeTargets.Assembly | AttributeTargets.Class)]
internal sealed class RequiresPostgreSqlAttribute : NUnitAttribute, IApplyToTest
{
    public void ApplyToTest(Test test)
    {
        if (PostgreSqlServer.IsInstalled)
            return;
        test.RunState = RunState.Ignored;
        test.Properties.Set(
            PropertyNames.SkipReason, "Requires the programs of a PostgreSQL server, such as the Debian package postgresql.");
    }
}
