using System.Collections.Generic;
using System.Linq;
using LeakGuard.CodeFixes.Synthesis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;

namespace LeakGuard.CodeFixes.Ownership;

/// <summary>The edit that takes the old value with the write, and disposes it after that.</summary>
internal sealed class OverwriteEdit
{
    private readonly SemanticModel model;
    private readonly Overwriting write;
    private readonly Place place;
    private readonly LockRegion? region;
    private readonly DisposeCode dispose;
    private readonly bool isShared;

    private OverwriteEdit(SemanticModel model, Overwriting write, Place place, LockRegion? region, DisposeCode dispose, bool isShared)
    {
        this.model = model;
        this.write = write;
        this.place = place;
        this.region = region;
        this.dispose = dispose;
        this.isShared = isShared;
    }

    /// <summary>Null where there is no right form.</summary>
    public static OverwriteEdit? For(SemanticModel model, Overwriting write, Place place, LockRegion? region, DisposeCode dispose, bool isShared)
    {
        if (region != null && (region.Repeats(place.Node) || region.IsLeftAfter(place.Node)))
            return null;
        var edit = new OverwriteEdit(model, write, place, region, dispose, isShared);
        if (write.Kind == OverwriteKind.Comparand)
        {
            var comparand = ((InvocationExpressionSyntax)write.Operation).ArgumentList.Arguments.Last().Expression;
            return region == null && ExistingLocal.OfName(comparand, model) is { } old && !old.IsUsedAfter(write.Operation) && place.Can(write.Operation, (s, o) => OutcomeCode.Put(s, o, true, Statements.Parse("x.y();"))) ? edit : null;
        }

        // Only a statement of its own: what uses the result of the write has it in hand.
        if (place.AsStatement is not ExpressionStatementSyntax || !place.Can(write.Operation, (s, o) => s is ExpressionStatementSyntax e && (e.Expression == o || IsDiscard(e.Expression, o)) ? [] : null))
            return null;
        return !edit.IsNew && !write.Entry.IsReferenceType ? null : edit;
    }

    public void Apply(DocumentEditor editor)
    {
        var names = Names.In(editor, place.Node);
        if (write.Kind == OverwriteKind.Comparand)
        {
            var code = Statements.Parse(dispose.Of(write.Read, DisposeCode.MayBeNull(write.Entry), names));
            place.Replace(editor, write.Operation, (statement, operation) => OutcomeCode.Put(statement, operation, true, code));
            return;
        }

        var old = names.Free("old");
        var lifted = Lifted(names, out var value);
        var end = dispose.Of(old, MayBeMissing, names);
        if (!IsNew)
            end = DisposeCode.Under($"if (!ReferenceEquals({old}, {value}))", end);
        var take = Take(old, value, names, out var isWhole);
        var declared = $"{OldType()} {old}{(region != null && write.Kind is not (OverwriteKind.Concurrent or OverwriteKind.Updater) && region.IsStraight(place.Node) ? string.Empty : " = " + Nothing)};";
        var needsDeclaration = region != null || write.Kind is OverwriteKind.Concurrent or OverwriteKind.Updater;
        place.Replace(editor, write.Operation, (statement, operation) =>
        {
            var made = new List<StatementSyntax>();
            if (lifted != null)
                made.AddRange(Statements.Parse(lifted));
            if (needsDeclaration && region == null)
                made.AddRange(Statements.Parse(declared));
            made.AddRange(Statements.Parse(take));
            if (isWhole)
                made[made.Count - 1] = made[made.Count - 1].WithTrailingTrivia(statement.GetTrailingTrivia());
            else
                made.Add(lifted == null || write.Value == null ? statement : statement.ReplaceNode(statement.DescendantNodes().OfType<ExpressionSyntax>().First(e => SyntaxFactory.AreEquivalent(e, write.Value)), SyntaxFactory.IdentifierName(value)));
            return region == null ? made.Concat(Statements.Parse(end)) : made;
        });
        if (region != null)
            Statements.Surround(editor, region.Statement, Statements.Parse(declared), Statements.Parse(end));
    }

    /// <summary>The new value cannot be the old one.</summary>
    private bool IsNew => write.Value is not (IdentifierNameSyntax or MemberAccessExpressionSyntax) || model.GetSymbolInfo(write.Value).Symbol is ILocalSymbol { DeclaringSyntaxReferences: { Length: 1 } places }
        && places[0].GetSyntax() is VariableDeclaratorSyntax { Initializer.Value: BaseObjectCreationExpressionSyntax or InvocationExpressionSyntax or AwaitExpressionSyntax };

    private string Nothing => write.Entry.IsReferenceType ? "null" : "default";

    private bool MayBeMissing => write.Kind is OverwriteKind.Find or OverwriteKind.Concurrent or OverwriteKind.Updater || write.Entry.NullableAnnotation != NullableAnnotation.NotAnnotated && !write.Entry.IsValueType
        || DisposeCode.MayBeNull(write.Entry) || region != null && !region.IsStraight(place.Node);

    private bool Exchanges => write.Kind == OverwriteKind.Slot && isShared && region == null && write.Value is not AwaitExpressionSyntax;

    /// <summary>A value that takes time, or that is needed twice, gets a local first.</summary>
    private string? Lifted(Names names, out string value)
    {
        value = write.Value?.WithoutTrivia().ToString() ?? string.Empty;
        var isNeededTwice = write.Kind is OverwriteKind.Concurrent || write.Kind == OverwriteKind.Updater && write.Value is not LambdaExpressionSyntax && !IsMethodGroup(write.Value);
        var takesTime = write.Value is InvocationExpressionSyntax or AwaitExpressionSyntax && write.Kind is OverwriteKind.Find or OverwriteKind.Read or OverwriteKind.Slot && !Exchanges && write.Operation is AssignmentExpressionSyntax { Right: var right } && right == write.Value;
        if (write.Value is IdentifierNameSyntax or null || !isNeededTwice && !takesTime)
            return null;
        var text = value;
        value = names.Free(Names.For(model.GetTypeInfo(write.Value!).Type ?? write.Entry, "fresh"));
        return $"{(write.Value is ImplicitObjectCreationExpressionSyntax ? write.Entry.ToMinimalDisplayString(model, place.Node.SpanStart) : "var")} {value} = {text};";
    }

    /// <summary>The code that takes the old value; whole where it also writes the new one.</summary>
    private string Take(string old, string value, Names names, out bool isWhole)
    {
        var target = region == null ? "var " + old : old;
        isWhole = write.Kind is OverwriteKind.Concurrent or OverwriteKind.Updater or OverwriteKind.Exchange || Exchanges;
        switch (write.Kind)
        {
            case OverwriteKind.Find:
                return string.Format(write.Read, "out " + target) + ";";
            case OverwriteKind.Exchange:
                return $"{target} = {write.Read};";
            case OverwriteKind.Concurrent:
                var current = names.Free("current");
                return $"{write.Read}, _ =>\n{{\n{old} = {Nothing};\nreturn {value};\n}}, (_, {current}) =>\n{{\n{old} = {current};\nreturn {value};\n}});";
            case OverwriteKind.Updater:
                return Updating(old, value, names);
            default:
                return Exchanges ? $"{target} = global::System.Threading.Interlocked.Exchange(ref {write.Read}, {value});" : $"{target} = {write.Read};";
        }
    }

    /// <summary>AddOrUpdate whose delegates say what was replaced: the last one that runs is the one that counts.</summary>
    private string Updating(string old, string value, Names names)
    {
        var call = (InvocationExpressionSyntax)write.Operation;
        var arguments = call.ArgumentList.Arguments;
        var updater = (ParenthesizedLambdaExpressionSyntax)arguments[arguments.Count - 1].Expression;
        var parameter = updater.ParameterList.Parameters[1];
        var current = parameter.Identifier.ValueText == "_" ? names.Free("current") : parameter.Identifier.ValueText;
        var key = updater.ParameterList.Parameters[0];
        var add = write.Value switch
        {
            SimpleLambdaExpressionSyntax { ExpressionBody: { } body } lambda => $"{lambda.Parameter} =>\n{{\n{old} = {Nothing};\nreturn {body};\n}}",
            var method when IsMethodGroup(method) => names.Free("added") is var name ? $"{name} =>\n{{\n{old} = {Nothing};\nreturn {method}({name});\n}}" : string.Empty,
            _ => $"_ =>\n{{\n{old} = {Nothing};\nreturn {value};\n}}",
        };
        var update = $"({key}, {(parameter.Type == null ? current : parameter.Type + " " + current)}) =>\n{{\n{old} = {current};\nreturn {updater.ExpressionBody};\n}}";
        var before = string.Join(", ", arguments.Take(arguments.Count - 2).Select(a => a.ToString()));
        return $"{call.Expression}({before}, {add}, {update});";
    }

    private bool IsMethodGroup(ExpressionSyntax? expression) => expression != null && model.GetSymbolInfo(expression).Symbol is IMethodSymbol && expression is IdentifierNameSyntax or MemberAccessExpressionSyntax;

    private string OldType()
    {
        var isAnnotated = model.GetNullableContext(place.Node.SpanStart).AnnotationsEnabled();
        var type = !write.Entry.IsReferenceType ? write.Entry : write.Entry.WithNullableAnnotation(isAnnotated ? NullableAnnotation.Annotated : NullableAnnotation.None);
        return type.ToMinimalDisplayString(model, place.Node.SpanStart);
    }

    private static bool IsDiscard(ExpressionSyntax expression, SyntaxNode operation) =>
        expression is AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.ValueText: "_" } } discard && discard.Right == operation;
}
