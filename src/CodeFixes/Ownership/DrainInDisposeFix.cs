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

/// <summary>LEAK1004: disposes the entries where the owner ends; makes the owner disposable when it is not.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(DrainInDisposeFix))]
[Shared]
public sealed class DrainInDisposeFix : LeakFix
{
    /// <summary>Equivalence key of the fix.</summary>
    public const string EquivalenceKey = "LeakGuard.DrainInDispose";

    /// <summary>Made by the host.</summary>
    public DrainInDisposeFix()
        : base("LEAK1004")
    {
    }

    internal override IEnumerable<FixPlan> Plans(FixRequest request)
    {
        if (request.Node.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } type || type is InterfaceDeclarationSyntax || type.IsKind(SyntaxKind.RecordStructDeclaration) || type is StructDeclarationSyntax
            || request.Model.GetDeclaredSymbol(type, request.Cancellation) is not { IsStatic: false } owner
            || owner.GetMembers(request.Fact(FixFacts.Store) ?? string.Empty).FirstOrDefault(m => m is IFieldSymbol or IPropertySymbol) is not { } store
            || request.Node.FirstAncestorOrSelf<MemberDeclarationSyntax>() is not { } place)
            yield break;
        var member = request.Fact(FixFacts.Member) is { } id ? owner.GetMembers().OfType<IMethodSymbol>().FirstOrDefault(m => m.GetDocumentationCommentId() == id) : null;
        foreach (var scope in new SyntaxNode[] { place, type })
        {
            var edit = new TypeEdit(type);
            ConcurrentRefusals? refusals = null;
            if (!(request.Fact(FixFacts.Collection) == "None" ? request.Fact(FixFacts.Operation) == "slot" ? EndSlot(request, edit, owner, store, member, place) : DisposeSlot(request, edit, store, member, place) : Drain(request, edit, owner, store, member, place, scope, out refusals)))
                yield break;
            if (!Trial.Compiles(request, Apply))
                continue;
            yield return new FixPlan(member == null ? "Dispose the entries in Dispose" : $"Dispose the entries in {member.Name}", EquivalenceKey, type.FullSpan, Apply);
            yield break;

            void Apply(DocumentEditor editor)
            {
                refusals?.Write(editor);
                edit.ApplyTo(editor);
                refusals?.AddFields(editor);
            }
        }
    }

    private static bool Drain(FixRequest request, TypeEdit edit, INamedTypeSymbol owner, ISymbol store, IMethodSymbol? member, SyntaxNode place, SyntaxNode scope, out ConcurrentRefusals? refusals)
    {
        var template = new Template(request);
        string? flag = null;
        refusals = null;
        if (ConcurrentRefusals.AreNeeded(request, edit.Type, store, member) && (refusals = ConcurrentRefusals.Of(request)) == null)
            return false;
        var close = refusals?.Close;
        if (request.Fact(FixFacts.Lock) is { } gate && (request.Fact(FixFacts.Operation) != "implement" || (flag = RefusedInsertions.TryAdd(request, edit, owner, store, gate, template)) == null))
            return false;
        var work = new ClosingWork(Text(awaits: false), Text(awaits: true), isFirst: false);
        if (work.Sync == null && work.Awaiting == null)
            return false;
        var closing = new ClosingCode(template, edit.Type, owner);
        if (request.Fact(FixFacts.Operation) == "complete")
            return member != null && closing.Extend(edit, Managed(owner, member), work);
        return member != null && ClosingShape.Of(member) == ClosingKind.None ? closing.Extend(edit, member, work) : closing.TryAdd(edit, work);

        string? Text(bool awaits)
        {
            if (OwnerDrain.For(request, store, place, Trial.NamesIn(request, scope)) is not { } drain)
                return null;
            drain.Flag = flag;
            drain.Close = close;
            return drain.Text(awaits);
        }
    }

    /// <summary>Dispose() that only calls Dispose(true) leaves the work to that.</summary>
    private static IMethodSymbol Managed(INamedTypeSymbol owner, IMethodSymbol member)
    {
        var kind = ClosingShape.Of(member) switch
        {
            ClosingKind.Dispose => ClosingKind.DisposeBool,
            ClosingKind.DisposeAsync => ClosingKind.DisposeAsyncCore,
            _ => ClosingKind.None,
        };
        return owner.GetMembers().OfType<IMethodSymbol>().FirstOrDefault(m => kind != ClosingKind.None && ClosingShape.Of(m) == kind) ?? member;
    }

    /// <summary>A closing member that does not know the slot: the value is disposed after what the member does already, or in a new one.</summary>
    private static bool EndSlot(FixRequest request, TypeEdit edit, INamedTypeSymbol owner, ISymbol store, IMethodSymbol? member, SyntaxNode place)
    {
        var type = store is IFieldSymbol field ? field.Type : ((IPropertySymbol)store).Type;
        var closing = new ClosingCode(new Template(request), edit.Type, owner);
        var work = new ClosingWork(Text(awaits: false), Text(awaits: true), isFirst: false);
        return (work.Sync ?? work.Awaiting) != null && (member != null ? closing.Extend(edit, Managed(owner, member), work) : closing.TryAdd(edit, work));

        string? Text(bool awaits) =>
            DisposeCode.For(request.Model, type, place, request.Fact(FixFacts.Form), request.Fact(FixFacts.Path), awaits)?.Of(store.Name, DisposeCode.MayBeNull(type), Trial.NamesIn(request, edit.Type));
    }

    /// <summary>field = null; in a closing member: the value is disposed before.</summary>
    private static bool DisposeSlot(FixRequest request, TypeEdit edit, ISymbol store, IMethodSymbol? member, SyntaxNode place)
    {
        if (request.Fact(FixFacts.Shared) != null || member is not { DeclaringSyntaxReferences: { Length: 1 } references } || references[0].GetSyntax(request.Cancellation) is not MethodDeclarationSyntax { Body: { } body })
            return false;
        var type = store is IFieldSymbol field ? field.Type : ((IPropertySymbol)store).Type;
        var awaits = member.IsAsync;
        if (DisposeCode.For(request.Model, type, place, request.Fact(FixFacts.Form), request.Fact(FixFacts.Path), awaits) is not { } code)
            return false;
        var resets = body.DescendantNodes().OfType<ExpressionStatementSyntax>()
            .Where(s => s.Expression is AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression } assignment && Waits.FunctionOf(s) == body.Parent
                && SymbolEqualityComparer.Default.Equals(request.Model.GetSymbolInfo(assignment.Left, request.Cancellation).Symbol, store))
            .ToList();
        if (resets.Count != 1 || resets[0].Parent is not BlockSyntax block || resets[0].FirstAncestorOrSelf<LockStatementSyntax>() != null)
            return false;
        var receiver = ((AssignmentExpressionSyntax)resets[0].Expression).Left.WithoutTrivia().ToString();
        var added = new Template(request).Statements(code.Of(receiver, mayBeNull: true, Trial.NamesIn(request, edit.Type)));
        var index = block.Statements.IndexOf(resets[0]);
        added = added.Replace(added[0], added[0].WithLeadingTrivia(resets[0].GetLeadingTrivia()));
        edit.Replace(block, current =>
        {
            var reset = current.Statements[index];
            var statements = current.Statements.Replace(reset, reset.WithLeadingTrivia(reset.GetLeadingTrivia().LastOrDefault(t => t.IsKind(SyntaxKind.WhitespaceTrivia))));
            return current.WithStatements(statements.InsertRange(index, added));
        });
        return true;
    }
}
