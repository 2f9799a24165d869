using Microsoft.CodeAnalysis;

namespace LeakGuard;

internal static partial class Descriptors
{
    public static readonly DiagnosticDescriptor LEAK0001_BadConfiguration = Create(
        "LEAK0001",
        "Option is not understood",
        "The value '{0}' of the option '{1}' is ignored: expected {2}",
        ConfigurationCategory,
        Tier.One,
        "A leakguard option in an .editorconfig or .globalconfig has a value that cannot be read. It counts as not set.");
}
