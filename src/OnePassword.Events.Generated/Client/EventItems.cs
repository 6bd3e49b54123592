#pragma warning disable MA0048 // One list of the page and event types is clearer than twelve files of one line.

using OnePassword.Events.Client;

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
