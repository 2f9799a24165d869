using System;
using System.Collections.Generic;
using System.Linq;
using LeakGuard.CodeFixes.Synthesis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;

namespace LeakGuard.CodeFixes.Ownership;

/// <summary>The edit that disposes all entries of a collection where they leave it.</summary>
internal sealed class DrainEdit
{
    private readonly Clearing clearing;
    private readonly Place place;
    private readonly LockRegion? region;
    private readonly DisposeCode dispose;
    private readonly bool isShared;
    private readonly bool isPart;
    private readonly SemanticModel model;

    public DrainEdit(Clearing clearing, Place place, LockRegion? region, DisposeCode dispose, bool isShared, bool isPart, SemanticModel model)
    {
        this.clearing = clearing;
        this.place = place;
        this.region = region;
        this.dispose = dispose;
        this.isShared = isShared;
        this.isPart = isPart;
        this.model = model;
    }

    /// <summary>The collection may be null when it leaves.</summary>
    private bool MayBeNull => !clearing.Type.IsValueType && (clearing.Type.NullableAnnotation == NullableAnnotation.Annotated
        || clearing.Type.NullableAnnotation == NullableAnnotation.None && clearing.Successor.IsKind(SyntaxKind.NullLiteralExpression));

    public void Apply(DocumentEditor editor)
    {
        var names = Names.In(editor, place.Node);
        if (isPart)
        {
            Narrow(editor, names);
        }
        else if (region == null && !clearing.IsSwap && clearing.Take is { } take)
        {
            var drain = clearing.IsMap ? DrainCode.RemoveAll(clearing.Collection.ToString(), take, dispose, names)
                : DrainCode.TakeAll(clearing.Collection.ToString(), take, dispose, Names.For(clearing.Entry, "item"), names);
            place.Replace(editor, current => Keeping(current, Statements.Parse(drain)));
        }
        else if (clearing.IsSwap)
        {
            Swap(editor, names);
        }
        else
        {
            Clear(editor, names);
        }
    }

    /// <summary>What was there before and is not there afterwards.</summary>
    private void Narrow(DocumentEditor editor, Names names)
    {
        var previous = names.Free("previous");
        var before = $"var {previous} = {clearing.Collection};";
        var stays = clearing.EntriesOf(clearing.Collection.ToString());
        var left = UsesLinq() ? $"{clearing.EntriesOf(previous)}.Except({stays})" : $"global::System.Linq.Enumerable.Except({clearing.EntriesOf(previous)}, {stays})";
        if (region == null)
        {
            Around(editor, before, Loop(left, names));
            return;
        }

        var removed = names.Free("removed");
        Around(editor, before, $"{removed}.AddRange({left});");
        Statements.Surround(editor, region.Statement, Statements.Parse($"var {removed} = new global::System.Collections.Generic.List<{clearing.Entry.ToMinimalDisplayString(model, place.Node.SpanStart)}>();"), Statements.Parse(Loop(removed, names)));
    }

    private bool UsesLinq() => clearing.Successor?.DescendantNodesAndSelf().OfType<InvocationExpressionSyntax>().Any(c => model.GetSymbolInfo(c).Symbol is IMethodSymbol { ReducedFrom: not null, ContainingType.Name: "Enumerable" }) == true;

    private void Clear(DocumentEditor editor, Names names)
    {
        var entries = clearing.EntriesOf(clearing.Collection.ToString());
        if (region == null && !isShared && !IsIsolated)
        {
            Around(editor, Loop(entries, names), string.Empty);
            return;
        }

        var removed = names.Free("removed");
        var list = $"new global::System.Collections.Generic.List<{clearing.Entry.ToMinimalDisplayString(model, place.Node.SpanStart)}>";
        var after = Loop(removed, names);
        if (region == null)
        {
            Around(editor, $"var {removed} = {list}({entries});", after);
            return;
        }

        Around(editor, $"{removed}.AddRange({entries});", string.Empty);
        Statements.Surround(editor, region.Statement, Statements.Parse($"var {removed} = {list}();"), Statements.Parse(after));
    }

    private void Swap(DocumentEditor editor, Names names)
    {
        var removed = names.Free("removed");
        var isSure = region == null || region.IsStraight(place.Node);
        var after = Loop(clearing.EntriesOf(removed), names);
        if (MayBeNull || !isSure)
            after = DisposeCode.Under($"if ({removed} != null)", after);
        var target = region == null ? "var " + removed : removed;
        var canExchange = isShared && region == null && model.GetSymbolInfo(clearing.Collection).Symbol is IFieldSymbol { IsReadOnly: false, Type.IsReferenceType: true };
        if (clearing.IsExchange || canExchange)
        {
            var exchange = clearing.IsExchange ? clearing.Operation.WithoutTrivia().ToString() : $"global::System.Threading.Interlocked.Exchange(ref {clearing.Collection}, {clearing.Successor})";
            place.Replace(editor, current => Keeping(current, Statements.Parse($"{target} = {exchange};")).Concat(region == null ? Statements.Parse(after) : []));
        }
        else
        {
            Around(editor, $"{target} = {clearing.Collection};", region == null ? after : string.Empty);
        }

        if (region == null)
            return;
        var type = clearing.Type.WithNullableAnnotation(!model.GetNullableContext(place.Node.SpanStart).AnnotationsEnabled() ? NullableAnnotation.None : MayBeNull || !isSure ? NullableAnnotation.Annotated : NullableAnnotation.NotAnnotated);
        Statements.Surround(editor, region.Statement, Statements.Parse($"{type.ToMinimalDisplayString(model, place.Node.SpanStart)} {removed}{(isSure ? string.Empty : " = null")};"), Statements.Parse(after));
    }

    private void Around(DocumentEditor editor, string before, string after) =>
        place.Replace(editor, current => Statements.Parse(before).Append(current).Concat(Statements.Parse(after)));

    /// <summary>In a member that ends the holder's life a failing dispose must not keep the others from being disposed.</summary>
    private string Loop(string source, Names names)
    {
        var name = Names.For(clearing.Entry, "item");
        return IsIsolated ? DrainCode.IsolatedLoop(source, dispose, name, names) : DrainCode.Loop(source, dispose, name, names);
    }

    private bool IsIsolated => IsClosing() && !IsHarmless();

    private bool IsClosing() => place.Node.FirstAncestorOrSelf<MethodDeclarationSyntax>()?.Identifier.ValueText is { } name
        && new[] { "Dispose", "Close", "Stop", "Shutdown", "Terminate", "OnDeactivate" }.Any(word => name.StartsWith(word, StringComparison.Ordinal));

    private bool IsHarmless() => clearing.Entry.Name is "Timer" or "CancellationTokenSource" or "SemaphoreSlim" or "HttpClient" or "CancellationTokenRegistration";

    /// <summary>What is put in the place of a statement keeps the comment at the end of its line.</summary>
    private static List<StatementSyntax> Keeping(StatementSyntax statement, List<StatementSyntax> made)
    {
        if (statement.GetTrailingTrivia().Any(t => !t.IsKind(SyntaxKind.WhitespaceTrivia) && !t.IsKind(SyntaxKind.EndOfLineTrivia)))
            made[made.Count - 1] = made[made.Count - 1].WithTrailingTrivia(statement.GetTrailingTrivia());
        return made;
    }
}
