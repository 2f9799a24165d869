using Microsoft.CodeAnalysis;

namespace LeakGuard;

/// <summary>Every rule's descriptor; one partial file per family.</summary>
internal static partial class Descriptors
{
    private const string OwnershipCategory = "LeakGuard.Ownership";
    private const string RacesCategory = "LeakGuard.Races";
    private const string CallbacksCategory = "LeakGuard.Callbacks";
    private const string LifecycleCategory = "LeakGuard.Lifecycle";
    private const string ConfigurationCategory = "LeakGuard.Configuration";

    private static DiagnosticDescriptor Create(string id, string title, string message, string category, Tier tier, string description) => new(
        id,
        title,
        message,
        category,
        tier == Tier.One ? DiagnosticSeverity.Warning : DiagnosticSeverity.Info,
        isEnabledByDefault: tier != Tier.Three,
        description,
        helpLinkUri: ProjectLinks.Repository + "/blob/main/docs/rules/" + id + ".md");

    /// <summary>How sure a rule is on code nobody here wrote.</summary>
    private enum Tier
    {
        /// <summary>Warning, on by default: at least 98 % true.</summary>
        One,

        /// <summary>Suggestion: at least 90 % true.</summary>
        Two,

        /// <summary>Off by default.</summary>
        Three,
    }
}
