using System.Runtime.CompilerServices;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>
/// Remembers which diagnostics Roslyn gave as diagnostics of the compilation and not of one tree: an editor does not
/// show these while the user types, so fixes for them would rarely be offered.
/// </summary>
internal static class NonLocalDiagnostics
{
    private static readonly ConditionalWeakTable<Diagnostic, object> Known = [];

    public static void Add(Diagnostic diagnostic) => Known.AddOrUpdate(diagnostic, diagnostic.Id);

    public static bool Contains(Diagnostic diagnostic) => Known.TryGetValue(diagnostic, out _);
}
