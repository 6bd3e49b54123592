#pragma warning disable MA0048 // The page and event types side by side say more than twelve files of one line.

namespace OnePassword.Events.V1
{
    public partial record AuditEventItems : IEventItems<AuditEvent>;

    public partial record ItemUsageItems : IEventItems<ItemUsage>;

    public partial record SignInAttemptItems : IEventItems<SignInAttempt>;

    public partial record AuditEvent : IEvent;

    public partial record ItemUsage : IEvent;

    public partial record SignInAttempt : IEvent;
}

namespace OnePassword.Events.V2
{
    public partial record AuditEventItems : IEventItems<AuditEvent>;

    public partial record ItemUsageItems : IEventItems<ItemUsage>;

    public partial record SignInAttemptItems : IEventItems<SignInAttempt>;

    public partial record AuditEvent : IEvent;

    public partial record ItemUsage : IEvent;

    public partial record SignInAttempt : IEvent;
}
