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
        if (StoreUses.Of(request) is not { } uses || DrainerOf(request) is not { } drainer)
            yield break;
        if ((request.Fact(FixFacts.DrainLock) is { } gate ? Under(request, uses, drainer, gate) : UnderNew(request, uses, drainer)) is { } plan)
            yield return plan;
    }

    private static FixPlan? Under(FixRequest request, StoreUses uses, MethodDeclarationSyntax drainer, string gateName)
    {
        if (LockCode.Existing(request, gateName, uses.Store) is not { } gate || ClosedFlag.Of(request, uses, drainer, gateName, request.Fact(FixFacts.Flag)) is not { } flag)
            return null;
        if (uses.Declaration is not VariableDeclaratorSyntax && flag.IsNew || OtherInsertions(request).Count > 0 || request.Node.FirstAncestorOrSelf<TypeDeclarationSyntax>() != uses.Type && flag.IsNew)
            return null;
        var section = ClosedFlag.SectionOf(request.Node, gateName);
        if (section == null && request.Fact(FixFacts.Lock) != null || RefusalCode.Of(request, request.Node, gate, flag.Test, section) is not { } code)
            return null;
        return new FixPlan(flag.IsNew ? $"Add the flag '{flag.Test}' and refuse under '{gateName}'" : $"Test '{flag.Test}' under '{gateName}'", EquivalenceKey, code.Touched, editor =>
        {
            code.Write(editor);
            flag.Write(editor, uses);
        });
    }

    /// <summary>A concurrent store without any lock: all its insertions and the drain take a new one for the time that the flag is set and tested.</summary>
    private static FixPlan? UnderNew(FixRequest request, StoreUses uses, MethodDeclarationSyntax drainer)
    {
        if (request.Fact(FixFacts.Lock) != null || uses.ValueType.ContainingNamespace is not { Name: "Concurrent" or "Immutable" or "Channels" } || ClosingGate.Of(request, uses, drainer, request.Fact(FixFacts.Flag)) is not { } closing)
            return null;
        var codes = new List<RefusalCode>();
        foreach (var insertion in OtherInsertions(request).Prepend(request.Node))
        {
            if (insertion?.FirstAncestorOrSelf<TypeDeclarationSyntax>() != uses.Type || RefusalCode.Of(request, insertion, closing.Gate, closing.Test, null) is not { } code || codes.Exists(c => c.Touched.OverlapsWith(code.Touched)))
                return null;
            codes.Add(code);
        }

        return new FixPlan($"Refuse under a new lock once '{closing.Test}' is set", EquivalenceKey, uses.Type.Span, editor =>
        {
            foreach (var code in codes)
                code.Write(editor);
            closing.Write(editor, request, uses);
        });
    }

    /// <summary>The drain and the store come first, and where the value escapes comes last: what is between are insertions that would stay open.</summary>
    private static List<SyntaxNode?> OtherInsertions(FixRequest request) => request.Diagnostic.AdditionalLocations.Skip(2)
        .Take(request.Diagnostic.AdditionalLocations.Count - (request.Fact(FixFacts.Refused) == null ? 2 : 3))
        .Select(l => l.SourceTree == request.Root.SyntaxTree ? request.Root.FindNode(l.SourceSpan, getInnermostNodeForTie: true) : null).ToList();

    private static MethodDeclarationSyntax? DrainerOf(FixRequest request) =>
        request.Fact(FixFacts.Member) is { } id && DocumentationCommentId.GetFirstSymbolForDeclarationId(id, request.Model.Compilation) is { DeclaringSyntaxReferences: { Length: 1 } references }
            && references[0].SyntaxTree == request.Root.SyntaxTree ? references[0].GetSyntax(request.Cancellation) as MethodDeclarationSyntax : null;
}
