import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A human being: one national identifier, kept as a keyed hash to find it and as ciphertext to read it. */
@Entity('person')
export class PersonRow {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('bytea', { name: 'national_id_hash' })
  nationalIdHash!: Buffer;

  @Column('bytea', { name: 'national_id_ciphertext' })
  nationalIdCiphertext!: Buffer;

  @Column('text', { name: 'national_id_key' })
  nationalIdKey!: string;

  @Column('text', { name: 'full_name' })
  fullName!: string;
}
