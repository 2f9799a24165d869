using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LeakGuard.Facts;

/// <content>Values that are taken apart.</content>
internal sealed partial class Collector
{
    private Value VisitDeconstruction(IDeconstructionAssignmentOperation deconstruction)
    {
        var target = deconstruction.Target is IDeclarationExpressionOperation declaration ? declaration.Expression : deconstruction.Target;
        var right = deconstruction.Value is IConversionOperation { Operand: ITupleOperation converted } ? converted : deconstruction.Value as ITupleOperation;
        if (target is ITupleOperation left && right != null && left.Elements.Length == right.Elements.Length)
        {
            var places = new List<Target>();
            foreach (var element in left.Elements)
                places.Add(Place(element));
            var values = VisitAll(right.Elements);
            for (var i = 0; i < places.Count; i++)
            {
                var value = values[i];
                Write(places[i], () => value, left.Elements[i].Syntax);
            }

            return Value.Unknown;
        }

        AssignPattern(target, Visit(deconstruction.Value), deconstruction.Syntax);
        return Value.Unknown;
    }

    /// <summary>Assigns a value, or the parts of it, to a declaration or a tuple of places.</summary>
    private void AssignPattern(IOperation target, Value value, SyntaxNode syntax)
    {
        switch (target)
        {
            case IDeclarationExpressionOperation declaration:
                AssignPattern(declaration.Expression, value, syntax);
                break;
            case ITupleOperation tuple:
                for (var i = 0; i < tuple.Elements.Length; i++)
                {
                    var part = value.Kind == ValueKind.Created && value.Items.Length > i
                        ? value.Items[i]
                        : new Value(ValueKind.Member, value, type: tuple.Elements[i].Type, data: i);
                    AssignPattern(tuple.Elements[i], part, tuple.Elements[i].Syntax);
                }

                break;
            case ILocalReferenceOperation local:
                AssignLocal(Local(local.Local, local.Local.Type), value, syntax);
                break;
            case IDiscardOperation:
                break;
            default:
                Write(Place(target), () => value, syntax);
                break;
        }
    }
}
