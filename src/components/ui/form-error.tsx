/** Why the whole form was refused; what is wrong with one field stands under that field. */
export function FormError({ message }: { readonly message: string | undefined }) {
  if (!message) return null;
  return (
    <p role="alert" className="wrap-anything rounded-lg bg-danger-soft px-3 py-2.5 text-sm text-danger-text">
      {message}
    </p>
  );
}
