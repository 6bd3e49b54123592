#pragma warning disable MA0048 // The six page types side by side say more than six files of one line.

namespace OnePassword.Events.V1
{
    public partial record AuditEventItems : IEventItems<AuditEvent>;

    public partial record ItemUsageItems : IEventItems<ItemUsage>;

    public partial record SignInAttemptItems : IEventItems<SignInAttempt>;
}

namespace OnePassword.Events.V2
{
    public partial record AuditEventItems : IEventItems<AuditEvent>;

    public partial record ItemUsageItems : IEventItems<ItemUsage>;

    public partial record SignInAttemptItems : IEventItems<SignInAttempt>;
}
