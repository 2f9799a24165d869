using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using Microsoft.CodeAnalysis.Text;

namespace LeakGuard.CodeFixes.Synthesis;

/// <summary>Makes an insertion test the closed flag under a lock: before anything is made, or with a dispose behind the lock for what is there already.</summary>
internal sealed class RefusalCode
{
    private readonly Gate gate;
    private readonly string test;
    private readonly Place place;
    private readonly LockStatementSyntax? section;
    private readonly Section? around;
    private readonly FirstInStatement? first;
    private readonly string? leave;
    private readonly string? item;
    private readonly DisposeCode? dispose;

    private RefusalCode(Gate gate, string test, Place place, LockStatementSyntax? section, Section? around, FirstInStatement? first, string? leave, string? item, DisposeCode? dispose)
    {
        this.gate = gate;
        this.test = test;
        this.place = place;
        this.section = section;
        this.around = around;
        this.first = first;
        this.leave = leave;
        this.item = item;
        this.dispose = dispose;
    }

    public TextSpan Touched => place.Node.FirstAncestorOrSelf<MemberDeclarationSyntax>()!.Span;

    /// <param name="request">The finding.</param>
    /// <param name="insertion">The insertion: the one reported, or another one of the store.</param>
    /// <param name="gate">The lock that orders insertions and drain.</param>
    /// <param name="test">What is true once the holder is closed.</param>
    /// <param name="section">Where the function holds the lock; null where it does not yet.</param>
    public static RefusalCode? Of(FixRequest request, SyntaxNode insertion, Gate gate, string test, LockStatementSyntax? section)
    {
        var model = request.Model;
        if (Place.FunctionOf(insertion) is not { } function || function is not (MethodDeclarationSyntax or PropertyDeclarationSyntax or IndexerDeclarationSyntax or AccessorDeclarationSyntax) || function.DescendantNodes().Any(n => n is YieldStatementSyntax))
            return null;
        if (Place.Of(section ?? insertion, model) is not { } place || model.GetEnclosingSymbol(insertion.SpanStart, request.Cancellation) is not IMethodSymbol { IsStatic: false } symbol)
            return null;
        if ((section ?? place.Node).ContainsDirectives || section?.Statement is BlockSyntax block && (HasComment(block.OpenBraceToken.TrailingTrivia) || HasComment(block.CloseBraceToken.LeadingTrivia)))
            return null;
        var isVoid = symbol.ReturnsVoid || symbol.IsAsync && symbol.ReturnType is INamedTypeSymbol { IsGenericType: false };
        var scope = section ?? place.Node;
        var (item, isBrought) = ItemOf(insertion, function, scope, model);
        if (item != null && isBrought && IsAnswered(insertion, place, symbol))
            return Made("return false;");
        if (item == null)
            return isBrought ? Made(isVoid ? "return;" : Throw(symbol.ContainingType, place, model)) : null;
        if (isBrought && !isVoid || section == null && (place.Statement is not (null or ExpressionStatementSyntax or IfStatementSyntax or ReturnStatementSyntax) || !UnderLock.Allows(place.Node, model)))
            return null;
        if (model.GetTypeInfo(item).Type is not { } type || DisposeCode.For(request, type, place.Node) is not { } dispose || isVoid && symbol.IsAsync && dispose.IsAsync && !Place.CanAwait(place.Node) || AssignsForLater(scope, model))
            return null;
        return new RefusalCode(gate, test, place, section, null, null, isVoid ? IsLast(place, function) ? null : "return;" : Throw(symbol.ContainingType, place, model), item.ToString(), dispose);

        RefusalCode? Made(string leave)
        {
            if (section != null)
                return new RefusalCode(gate, test, place, section, null, null, leave, null, null);
            var first = FirstInStatement.Of(insertion, place, model);
            var around = first == null ? Section.Of(insertion, insertion, model) : null;
            return first == null && around == null ? null : new RefusalCode(gate, test, place, null, around, first, leave, null, null);
        }
    }

    /// <summary>return store.TryAdd(key, item): who brings the item learns that it was not taken, and keeps it.</summary>
    private static bool IsAnswered(SyntaxNode insertion, Place place, IMethodSymbol symbol) => symbol.ReturnType.SpecialType == SpecialType.System_Boolean
        && insertion is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: var name } } && name.StartsWith("Try", System.StringComparison.Ordinal)
        && (place.Node == insertion || place.Node is ReturnStatementSyntax { Expression: { } returned } && returned == insertion);

    private static bool HasComment(SyntaxTriviaList trivia) => trivia.Any(t => !t.IsKind(SyntaxKind.WhitespaceTrivia) && !t.IsKind(SyntaxKind.EndOfLineTrivia));

    public void Write(DocumentEditor editor)
    {
        if (section == null && item == null)
        {
            var refusal = Statements.ParseOne($"if ({test})\n{leave}");
            first?.Write(editor, gate, refusal);
            around?.Write(editor, gate, refusal);
            return;
        }

        var names = Names.In(editor, place.Node);
        place.Replace(editor, current =>
        {
            var inner = section == null ? [current] : Statements.Of(((LockStatementSyntax)current).Statement).ToList();
            if (item == null)
                return [Locked(current, inner.Prepend(Statements.ParseOne($"if ({test})\n{leave}")))];
            var end = dispose!.Of(item, DisposeCode.MayBeNull(dispose.Type), names);
            if (leave == null)
            {
                var unlessClosed = (IfStatementSyntax)Statements.ParseOne($"if (!{test})\n{{\n}}");
                return [Locked(current, [unlessClosed.WithStatement(Statements.Block(inner.Append(Statements.ParseOne("return;"))))]), .. Statements.Parse(end)];
            }

            // The flag may have that very name, and is only now put into the type.
            var closed = names.Free(test == "closed" ? "isClosed" : "closed");
            var unless = (IfStatementSyntax)Statements.ParseOne($"if (!{closed})\n{{\n}}");
            return
            [
                Statements.ParseOne($"bool {closed};"),
                Locked(current, [Statements.ParseOne($"{closed} = {test};"), unless.WithStatement(Statements.Block(inner))]),
                Statements.ParseOne($"if ({closed})\n{{\n{end}\n{leave}\n}}"),
            ];
        });
    }

    private LockStatementSyntax Locked(StatementSyntax current, IEnumerable<StatementSyntax> statements) => current is LockStatementSyntax known && section != null
        ? known.WithStatement(Statements.Block(statements).WithTrailingTrivia(known.Statement.GetTrailingTrivia())).WithAdditionalAnnotations(Microsoft.CodeAnalysis.Formatting.Formatter.Annotation)
        : Statements.Fresh(LockCode.Lock(gate, statements));

    /// <summary>
    /// What is inserted, when it was there before the lock, and whether a caller brought it; nothing and true when it is made under the
    /// lock; nothing and false when it cannot be told.
    /// </summary>
    private static (ExpressionSyntax? Item, bool IsBrought) ItemOf(SyntaxNode insertion, SyntaxNode function, SyntaxNode scope, SemanticModel model)
    {
        var item = insertion switch
        {
            AssignmentExpressionSyntax assignment => assignment.Right,
            InvocationExpressionSyntax { ArgumentList.Arguments: { Count: > 0 } arguments } => arguments[arguments.Count - 1].Expression,
            _ => null,
        };
        if (item is BaseObjectCreationExpressionSyntax or InvocationExpressionSyntax or LambdaExpressionSyntax)
            return (null, !item.DescendantNodes().OfType<IdentifierNameSyntax>().Any(i => IsResourceFromOutside(i, scope, model)));
        if (item is not IdentifierNameSyntax name)
            return (null, false);
        switch (model.GetSymbolInfo(name).Symbol)
        {
            case IMethodSymbol:
                return (null, true);
            case IParameterSymbol { RefKind: RefKind.None }:
                return (name, true);
            case ILocalSymbol local when local.DeclaringSyntaxReferences.Length == 1:
                var declaration = local.DeclaringSyntaxReferences[0].GetSyntax();
                var assigned = function.DescendantNodes().Where(n => n is AssignmentExpressionSyntax { Left: IdentifierNameSyntax left } && left.Identifier.ValueText == local.Name).ToList();
                var sources = assigned.Select(a => ((AssignmentExpressionSyntax)a).Right).Concat(declaration is VariableDeclaratorSyntax { Initializer.Value: { } initial } ? [initial] : []).ToList();
                if (sources.Count == 0 || sources.Exists(s => s is not (BaseObjectCreationExpressionSyntax or InvocationExpressionSyntax)))
                    return (null, false);
                if (sources.TrueForAll(s => scope.Span.Contains(s.Span)))
                    return (null, true);
                return sources.Count == 1 && declaration is VariableDeclaratorSyntax && !scope.Span.Contains(sources[0].Span) ? (name, false) : (null, false);
            default:
                return (null, false);
        }
    }

    /// <summary>A disposable that the new item takes over would be lost with it.</summary>
    private static bool IsResourceFromOutside(IdentifierNameSyntax use, SyntaxNode scope, SemanticModel model) =>
        model.GetSymbolInfo(use).Symbol is IParameterSymbol or ILocalSymbol && model.GetTypeInfo(use).Type is { } type
        && type.AllInterfaces.Any(i => i.Name is "IDisposable" or "IAsyncDisposable") && model.GetSymbolInfo(use).Symbol!.DeclaringSyntaxReferences.All(r => !scope.Span.Contains(r.Span));

    /// <summary>A local that the section sets is read behind it: when the section is skipped, it would have no value.</summary>
    private static bool AssignsForLater(SyntaxNode scope, SemanticModel model)
    {
        var flow = scope is StatementSyntax statement ? model.AnalyzeDataFlow(statement) : model.AnalyzeDataFlow((ExpressionSyntax)scope);
        return flow is not { Succeeded: true } || flow.WrittenInside.Any(w => flow.ReadOutside.Contains(w) && !flow.VariablesDeclared.Contains(w));
    }

    /// <summary>Nothing comes behind the statement.</summary>
    private static bool IsLast(Place place, SyntaxNode function) => place.Statement == null || place.Statement.Parent is BlockSyntax body && body.Parent == function && body.Statements.Last() == place.Statement;

    private static string Throw(INamedTypeSymbol type, Place place, SemanticModel model)
    {
        var isKnown = model.LookupNamespacesAndTypes(place.Node.SpanStart, name: "ObjectDisposedException") is { Length: 1 } found && found[0].ContainingNamespace is { Name: "System", ContainingNamespace.IsGlobalNamespace: true };
        return $"throw new {(isKnown ? string.Empty : "global::System.")}ObjectDisposedException(nameof({type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)}));";
    }
}
