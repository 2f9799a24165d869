using System.Collections.Immutable;
using LeakGuard.Suppression;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace LeakGuard;

/// <summary>Suppresses CA2000, IDISP004 and IDISP007 where the lifetime of the object is proved to be right. What is not known stays reported.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class LifetimeSuppressor : DiagnosticSuppressor
{
    /// <inheritdoc/>
    public override ImmutableArray<SuppressionDescriptor> SupportedSuppressions { get; } = Suppressions.All;

    /// <inheritdoc/>
    public override void ReportSuppressions(SuppressionAnalysisContext context)
    {
        var owners = new OwnerModels(context);
        foreach (var diagnostic in context.ReportedDiagnostics)
        {
            context.CancellationToken.ThrowIfCancellationRequested();
            if (owners.Of(diagnostic) is { } owner && Proof(owner, diagnostic) is { } proved)
                context.ReportSuppression(Microsoft.CodeAnalysis.Diagnostics.Suppression.Create(proved, diagnostic));
        }
    }

    private static SuppressionDescriptor? Proof(OwnerModel owner, Diagnostic diagnostic) => diagnostic.Id switch
    {
        Suppressions.LosesScope => ProofOfCreation(owner, diagnostic, Suppressions.LEAKS001_StoredEntry, Suppressions.LEAKS004_CachedEntry),
        Suppressions.IgnoresCreated => ProofOfCreation(owner, diagnostic, Suppressions.LEAKS002_StoredEntryIgnored, Suppressions.LEAKS005_CachedEntryIgnored),
        Suppressions.DisposesInjected => ProofOfDispose(owner, diagnostic),
        _ => null,
    };

    private static SuppressionDescriptor? ProofOfCreation(OwnerModel owner, Diagnostic diagnostic, SuppressionDescriptor stored, SuppressionDescriptor cached)
    {
        if (CachedEntry.IsDisposedOnEviction(owner, diagnostic))
            return cached;
        return StoredEntry.Find(owner, diagnostic) switch
        {
            StoredOutcome.Kept => stored,
            StoredOutcome.KeptOrDisposed => stored == Suppressions.LEAKS001_StoredEntry ? Suppressions.LEAKS003_RefusedNewcomer : stored,
            _ => null,
        };
    }

    private static SuppressionDescriptor? ProofOfDispose(OwnerModel owner, Diagnostic diagnostic)
    {
        if (owner.DisposeAt(diagnostic) is not { } node)
            return null;
        if (BroughtItem.IsTakenOver(owner, node))
            return Suppressions.LEAKS006_RefusedItem;
        if (TakenEntry.IsOwned(owner, node))
            return Suppressions.LEAKS007_TakenEntry;
        return EvictionCallback.IsOnlyThat(owner, node) ? Suppressions.LEAKS008_EvictedEntry : null;
    }
}
