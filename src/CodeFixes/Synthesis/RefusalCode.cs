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
    private readonly ClosedFlag flag;
    private readonly Place place;
    private readonly LockStatementSyntax? section;
    private readonly string? leave;
    private readonly string? item;
    private readonly DisposeCode? dispose;

    private RefusalCode(Gate gate, ClosedFlag flag, Place place, LockStatementSyntax? section, string? leave, string? item, DisposeCode? dispose)
    {
        this.gate = gate;
        this.flag = flag;
        this.place = place;
        this.section = section;
        this.leave = leave;
        this.item = item;
        this.dispose = dispose;
    }

    public TextSpan Touched => place.Node.FirstAncestorOrSelf<MemberDeclarationSyntax>()!.Span;

    /// <param name="request">The insertion.</param>
    /// <param name="gate">The lock of the drain.</param>
    /// <param name="flag">The flag to test.</param>
    /// <param name="method">The method of the insertion.</param>
    /// <param name="section">Where the method holds the lock; null where it does not yet.</param>
    public static RefusalCode? Of(FixRequest request, Gate gate, ClosedFlag flag, MethodDeclarationSyntax method, LockStatementSyntax? section)
    {
        var model = request.Model;
        if (Place.Of(section ?? request.Node, model) is not { } place || model.GetDeclaredSymbol(method, request.Cancellation) is not { } symbol || method.DescendantNodes().Any(n => n is YieldStatementSyntax))
            return null;
        if ((section ?? place.Node).ContainsDirectives || section?.Statement is BlockSyntax block && (HasComment(block.OpenBraceToken.TrailingTrivia) || HasComment(block.CloseBraceToken.LeadingTrivia)))
            return null;
        if (section == null && (place.Statement is not (null or ExpressionStatementSyntax) || !UnderLock.Allows(place.Node, model)))
            return null;
        var isVoid = symbol.ReturnsVoid || symbol.IsAsync && symbol.ReturnType is INamedTypeSymbol { IsGenericType: false };
        var scope = section ?? place.Node;
        switch (ItemOf(request.Node, method, scope, model))
        {
            case (null, true):
                return new RefusalCode(gate, flag, place, section, isVoid ? "return;" : Throw(symbol.ContainingType, place, model), null, null);
            case ({ } item, var isBrought) when !isBrought || isVoid:
                var type = model.GetTypeInfo(item).Type;
                var name = item.ToString();
                if (type == null || DisposeCode.For(request, type, place.Node) is not { } dispose || isVoid && symbol.IsAsync && dispose.IsAsync && !Place.CanAwait(place.Node) || AssignsForLater(scope, model))
                    return null;
                return new RefusalCode(gate, flag, place, section, isVoid ? IsLast(place, method) ? null : "return;" : Throw(symbol.ContainingType, place, model), name, dispose);
            default:
                return null;
        }
    }

    private static bool HasComment(SyntaxTriviaList trivia) => trivia.Any(t => !t.IsKind(SyntaxKind.WhitespaceTrivia) && !t.IsKind(SyntaxKind.EndOfLineTrivia));

    public void Write(DocumentEditor editor)
    {
        var names = Names.In(editor, place.Node);
        place.Replace(editor, current =>
        {
            var inner = section == null ? [current] : Statements.Of(((LockStatementSyntax)current).Statement).ToList();
            if (item == null)
                return [Locked(current, inner.Prepend(Statements.ParseOne($"if ({flag.Test})\n{leave}")))];
            var end = dispose!.Of(item, DisposeCode.MayBeNull(dispose.Type), names);
            if (leave == null)
            {
                var unlessClosed = (IfStatementSyntax)Statements.ParseOne($"if (!{flag.Test})\n{{\n}}");
                return [Locked(current, [unlessClosed.WithStatement(Statements.Block(inner.Append(Statements.ParseOne("return;"))))]), .. Statements.Parse(end)];
            }

            var closed = names.Free("closed");
            var unless = (IfStatementSyntax)Statements.ParseOne($"if (!{closed})\n{{\n}}");
            return
            [
                Statements.ParseOne($"bool {closed};"),
                Locked(current, [Statements.ParseOne($"{closed} = {flag.Test};"), unless.WithStatement(Statements.Block(inner))]),
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
    private static (ExpressionSyntax? Item, bool IsBrought) ItemOf(SyntaxNode insertion, MethodDeclarationSyntax method, SyntaxNode scope, SemanticModel model)
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
            case IParameterSymbol { RefKind: RefKind.None }:
                return (name, true);
            case ILocalSymbol local when local.DeclaringSyntaxReferences.Length == 1:
                var declaration = local.DeclaringSyntaxReferences[0].GetSyntax();
                var assigned = method.DescendantNodes().Where(n => n is AssignmentExpressionSyntax { Left: IdentifierNameSyntax left } && left.Identifier.ValueText == local.Name).ToList();
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
    private static bool IsLast(Place place, MethodDeclarationSyntax method) => place.Statement == null || method.Body is { } body && body.Statements.LastOrDefault() == place.Statement;

    private static string Throw(INamedTypeSymbol type, Place place, SemanticModel model)
    {
        var isKnown = model.LookupNamespacesAndTypes(place.Node.SpanStart, name: "ObjectDisposedException") is { Length: 1 } found && found[0].ContainingNamespace is { Name: "System", ContainingNamespace.IsGlobalNamespace: true };
        return $"throw new {(isKnown ? string.Empty : "global::System.")}ObjectDisposedException(nameof({type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)}));";
    }
}
