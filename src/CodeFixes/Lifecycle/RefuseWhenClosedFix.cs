using System.Collections.Generic;
using System.Composition;
using System.Linq;
using LeakGuard.CodeFixes.Synthesis;
using LeakGuard.Reporting;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakGuard.CodeFixes.Lifecycle;

/// <summary>
/// LEAK4002: the closed flag is tested under the lock that the drain takes. A holder without a flag gets one. What comes too late is
/// disposed behind the lock, or not made at all.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(RefuseWhenClosedFix))]
[Shared]
public sealed class RefuseWhenClosedFix : LeakFix
{
    /// <summary>Key by which fix all applies this fix.</summary>
    public const string EquivalenceKey = "LeakGuard.RefuseWhenClosed";

    /// <summary>Makes the provider.</summary>
    public RefuseWhenClosedFix()
        : base("LEAK4002")
    {
    }

    internal override IEnumerable<FixPlan> Plans(FixRequest request)
    {
        if (request.Fact(FixFacts.DrainLock) is not { } gateName || StoreUses.Of(request) is not { } uses || LockCode.Existing(request, gateName, uses.Store) is not { } gate)
            yield break;
        if (DrainerOf(request) is not { } drainer || ClosedFlag.Of(request, uses, drainer, gateName, request.Fact(FixFacts.Flag)) is not { } flag)
            yield break;
        if (uses.Declaration is not VariableDeclaratorSyntax && flag.IsNew || request.Diagnostic.AdditionalLocations.Count > OtherPlaces(request))
            yield break;
        if (Place.FunctionOf(request.Node) is not MethodDeclarationSyntax method || method.Modifiers.Any(m => m.ValueText == "static") || method.Parent != uses.Type && flag.IsNew)
            yield break;
        var section = ClosedFlag.SectionOf(request.Node, gateName);
        if (section == null && request.Fact(FixFacts.Lock) != null || RefusalCode.Of(request, gate, flag, method, section) is not { } code)
            yield break;
        yield return new FixPlan(flag.IsNew ? $"Add the flag '{flag.Test}' and refuse under '{gateName}'" : $"Test '{flag.Test}' under '{gateName}'", EquivalenceKey, code.Touched, editor =>
        {
            code.Write(editor);
            flag.Write(editor, uses);
        });
    }

    private static MethodDeclarationSyntax? DrainerOf(FixRequest request) =>
        request.Fact(FixFacts.Member) is { } id && DocumentationCommentId.GetFirstSymbolForDeclarationId(id, request.Model.Compilation) is { DeclaringSyntaxReferences: { Length: 1 } references }
            && references[0].SyntaxTree == request.Root.SyntaxTree ? references[0].GetSyntax(request.Cancellation) as MethodDeclarationSyntax : null;

    /// <summary>The drain, the store, and where the value escapes: a further place is an insertion that would stay open.</summary>
    private static int OtherPlaces(FixRequest request) => request.Fact(FixFacts.Refused) == null ? 2 : 3;
}
