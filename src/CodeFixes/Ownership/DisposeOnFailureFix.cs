using System.Collections.Generic;
using System.Composition;
using System.Linq;
using LeakGuard.CodeFixes.Synthesis;
using LeakGuard.Reporting;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using Microsoft.CodeAnalysis.Text;

namespace LeakGuard.CodeFixes.Ownership;

/// <summary>LEAK1009: what is on its way into a store is disposed when a step before the insertion throws, or leaves the member.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(DisposeOnFailureFix))]
[Shared]
public sealed class DisposeOnFailureFix : LeakFix
{
    /// <summary>The equivalence key of the one fix there is.</summary>
    public const string EquivalenceKey = nameof(DisposeOnFailureFix);

    /// <summary>Creates the provider.</summary>
    public DisposeOnFailureFix()
        : base("LEAK1009")
    {
    }

    internal override IEnumerable<FixPlan> Plans(FixRequest request)
    {
        if (Passage.Of(request) is not { } passage || !passage.IsClear || DisposeCode.For(request, passage.Local.Type, passage.Made) is not { } dispose)
            yield break;
        void Edit(DocumentEditor editor) => Guard(editor, passage, dispose);
        if (!Expressions.Compiles(request, Edit))
            yield break;
        var title = passage.IsEarlyReturn ? $"Dispose '{passage.Local.Name}' before the method returns" : $"Dispose '{passage.Local.Name}' when a step before it is stored fails";
        yield return new FixPlan(title, EquivalenceKey, TextSpan.FromBounds(passage.Made.SpanStart, passage.Steps.Last().Span.End), Edit);
    }

    private static void Guard(DocumentEditor editor, Passage passage, DisposeCode dispose)
    {
        var names = Names.In(editor, passage.Made);
        var code = dispose.Of(passage.Local.Name, passage.MayBeNull, names);
        foreach (var exit in passage.Returns)
            Statements.Surround(editor, exit, Statements.Parse(code).Select(Expressions.Simplified), []);
        if (!passage.IsEarlyReturn)
            CatchCode.Replace(editor, passage.Block, passage.Steps, code);
    }
}
