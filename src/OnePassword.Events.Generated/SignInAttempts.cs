#pragma warning disable MA0048 // Both versions of the API have the same property.

namespace OnePassword.Events.V1
{
    public partial record SignInAttempt
    {
        /// <summary>
        /// Gets a value indicating whether the user signed in. True for the categories <c>success</c> and
        /// <c>firewall_reported_success</c>, in which a firewall rule reports the sign-in and does not block it. False for the
        /// other categories that the specification names, and null for an unknown or absent category.
        /// </summary>
        public bool? Succeeded => Category switch
        {
            { } category when category == SignInAttemptCategory.Success
                || category == SignInAttemptCategory.FirewallReportedSuccess => true,
            { IsKnown: true } => false,
            _ => null,
        };
    }
}

namespace OnePassword.Events.V2
{
    public partial record SignInAttempt
    {
        /// <summary>
        /// Gets a value indicating whether the user signed in. True for the categories <c>success</c> and
        /// <c>firewall_reported_success</c>, in which a firewall rule reports the sign-in and does not block it. False for the
        /// other categories that the specification names, and null for an unknown or absent category.
        /// </summary>
        public bool? Succeeded => Category switch
        {
            { } category when category == SignInAttemptCategory.Success
                || category == SignInAttemptCategory.FirewallReportedSuccess => true,
            { IsKnown: true } => false,
            _ => null,
        };
    }
}
