using System.Collections.Generic;
using System.Composition;
using System.Linq;
using LeakGuard.CodeFixes.Synthesis;
using LeakGuard.Reporting;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;

namespace LeakGuard.CodeFixes.Ownership;

/// <summary>LEAK1006: dispose the newcomer where the collection refuses it.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(DisposeRejectedFix))]
[Shared]
public sealed class DisposeRejectedFix : LeakFix
{
    /// <summary>The equivalence key of the one fix there is.</summary>
    public const string EquivalenceKey = nameof(DisposeRejectedFix);

    /// <summary>Creates the provider.</summary>
    public DisposeRejectedFix()
        : base("LEAK1006")
    {
    }

    internal override IEnumerable<FixPlan> Plans(FixRequest request)
    {
        var model = request.Model;
        if (request.Node is not InvocationExpressionSyntax call || model.GetSymbolInfo(call).Symbol is not IMethodSymbol { ReturnType.SpecialType: SpecialType.System_Boolean } method
            || NewcomerOf(call, method, request.Fact(FixFacts.Newcomer)) is not { } newcomer || Place.Of(call, model) is not { } place)
            yield break;
        var region = LockRegion.Around(call);
        if (region == null && request.Fact(FixFacts.Lock) != null || region != null && (region.Repeats(place.Node) || region.IsLeftAfter(place.Node) || place.Statement is ReturnStatementSyntax || !region.IsStraight(place.Node)))
            yield break;
        if ((model.GetTypeInfo(newcomer).Type ?? method.Parameters.FirstOrDefault(p => p.Type.IsReferenceType && p.Name is "value" or "item" or "newValue")?.Type) is not { } type)
            yield break;
        var anchor = region?.Statement ?? place.Node;
        if (DisposeCode.For(request, type, anchor) is not { } dispose)
            yield break;
        var named = newcomer is IdentifierNameSyntax && ExistingLocal.OfName(newcomer, model) is { } local ? local : null;
        if (named == null && (newcomer is not (BaseObjectCreationExpressionSyntax or InvocationExpressionSyntax or AwaitExpressionSyntax) || !CanLift(call, newcomer, place)))
            yield break;
        // What is used after the refusal must not have been disposed.
        if (named != null && (named.IsUsedAfter(call) && !IsOnlyAfterSuccess(named, call, place) || region != null && !IsDeclaredOutside(newcomer, model, region)))
            yield break;
        if (region == null ? !place.Can(call, (statement, c) => OutcomeCode.Put(statement, c, false, Statements.Parse("x.y();"))) : !place.Can(call, (statement, c) => Kept(statement, c, "x")))
            yield break;
        var title = $"Dispose what '{request.Fact(FixFacts.Store)}' refuses";
        yield return new FixPlan(title, EquivalenceKey, place.Touched, editor => Edit(editor, call, newcomer, type, named, place, region, dispose));
    }

    private static void Edit(DocumentEditor editor, InvocationExpressionSyntax call, ExpressionSyntax newcomer, ITypeSymbol type, ExistingLocal? named, Place place, LockRegion? region, DisposeCode dispose)
    {
        var names = Names.In(editor, place.Node);
        var name = named?.Name ?? names.Free(Names.For(type, "created"));
        var code = Statements.Parse(dispose.Of(name, named != null && DisposeCode.MayBeNull(type), names));
        var added = region != null ? names.Free("added") : string.Empty;
        editor.TrackNode(newcomer);
        var typeName = type.ToMinimalDisplayString(editor.SemanticModel, newcomer.SpanStart);
        var lifted = named != null ? [] : Statements.Parse(region != null ? $"{name} = {newcomer.WithoutTrivia()};"
            : $"{(newcomer is ImplicitObjectCreationExpressionSyntax ? typeName : "var")} {name} = {newcomer.WithoutTrivia()};");
        place.Replace(editor, call, (statement, current) =>
        {
            if (named == null)
            {
                var mark = new SyntaxAnnotation();
                var lighter = current.ReplaceNode(statement.GetCurrentNode(newcomer)!, SyntaxFactory.IdentifierName(name).WithTriviaFrom(newcomer)).WithAdditionalAnnotations(mark);
                statement = statement.ReplaceNode(current, lighter);
                current = (InvocationExpressionSyntax)statement.GetAnnotatedNodes(mark).First();
            }

            var made = region == null ? OutcomeCode.Put(statement, current, false, code)! : Kept(statement, current, added)!;
            return lifted.Concat(made);
        });
        if (region == null)
            return;
        var before = Statements.Parse(named == null ? $"{typeName} {name};\nbool {added};" : $"bool {added};");
        Statements.Surround(editor, region.Statement, before, Statements.Parse(DisposeCode.Under($"if (!{added})", string.Join("\n", code.Select(c => c.ToString())))));
    }

    /// <summary>Under a lock the outcome is kept, to be looked at behind it.</summary>
    private static IEnumerable<StatementSyntax>? Kept(StatementSyntax statement, InvocationExpressionSyntax call, string name) =>
        statement is ExpressionStatementSyntax { Expression: var expression } && expression == call
            ? [Statements.ParseOne($"{name} = {call.WithoutTrivia()};").WithTrailingTrivia(statement.GetTrailingTrivia())]
            : null;

    private static ExpressionSyntax? NewcomerOf(InvocationExpressionSyntax call, IMethodSymbol method, string? parameter)
    {
        var arguments = call.ArgumentList.Arguments;
        if (parameter != null)
        {
            var ordinal = method.Parameters.FirstOrDefault(p => p.Name == parameter)?.Ordinal ?? -1;
            return method.IsExtensionMethod || ordinal < 0 || ordinal >= arguments.Count || arguments.Any(a => a.NameColon != null) ? null : arguments[ordinal].Expression;
        }

        var named = arguments.FirstOrDefault(a => a.NameColon?.Name.Identifier.ValueText is "value" or "item" or "newValue");
        if (named != null)
            return named.Expression;
        var position = method.Name switch
        {
            "TryAdd" or "TryUpdate" when method.ContainingType.Name == "ImmutableInterlocked" => 2,
            "TryUpdate" => 1,
            "TryAdd" when arguments.Count > 1 && method.ContainingType.Name is not ("BlockingCollection" or "IProducerConsumerCollection") => 1,
            _ => 0,
        };
        return arguments.Count > position && arguments[position].NameColon == null ? arguments[position].Expression : null;
    }

    /// <summary>Nothing that does something is evaluated before the newcomer, so that it may be created first.</summary>
    private static bool CanLift(InvocationExpressionSyntax call, ExpressionSyntax newcomer, Place place) =>
        place.IsCertain(call) && call.ArgumentList.Arguments.TakeWhile(a => !a.Span.Contains(newcomer.Span)).All(a => Removal.IsRepeatable(a.Expression) || a.Expression is InvocationExpressionSyntax { ArgumentList.Arguments.Count: 0 })
        && !place.Node.DescendantNodes().Any(n => n.Span.End <= call.SpanStart && n is InvocationExpressionSyntax or AssignmentExpressionSyntax or AwaitExpressionSyntax && n.Ancestors().TakeWhile(a => a != place.Node).All(a => a is not StatementSyntax))
        && place.Statement is not WhileStatementSyntax;

    /// <summary>if (map.TryAdd(key, value)) use(value); and what else is only reached when it was taken.</summary>
    private static bool IsOnlyAfterSuccess(ExistingLocal named, SyntaxNode call, Place place)
    {
        if (place.Statement is not IfStatementSyntax branch)
            return false;
        var later = named.Uses.Where(u => u.SpanStart > call.Span.End).ToList();
        if (branch.Condition == call)
            return later.All(u => branch.Statement.Span.Contains(u.Span));
        return branch.Condition is PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression, Operand: var operand } && operand == call
            && (OutcomeCode.Exits(branch.Statement) && later.All(u => !branch.Statement.Span.Contains(u.Span)) || IsReplaced(branch.Statement, named.Name));
    }

    /// <summary>if (!map.TryAdd(key, value)) value = map[key]: what is used from there on is the other one.</summary>
    private static bool IsReplaced(StatementSyntax refused, string name) =>
        (refused is BlockSyntax { Statements: { Count: > 0 } steps } ? steps[0] : refused) is ExpressionStatementSyntax { Expression: AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression, Left: IdentifierNameSyntax written, Right: var other } }
            && written.Identifier.ValueText == name && !other.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().Any(n => n.Identifier.ValueText == name);

    private static bool IsDeclaredOutside(ExpressionSyntax name, SemanticModel model, LockRegion region) =>
        model.GetSymbolInfo(name).Symbol is { DeclaringSyntaxReferences: { Length: 1 } places } && !region.Statement.Span.Contains(places[0].Span);
}
